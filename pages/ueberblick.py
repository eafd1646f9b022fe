"""Die Startseite: wozu es dient, wo die Mitglieder liegen, was vorliegt."""

import streamlit as st

from indicators.ui import furniture, overview_view

furniture.head(
    "Wie steht es um die Integration in den Kommunen?",
    "Der Integrationsmonitor zeigt für Deutschlands Länder, Kreise und Gemeinden amtliche Kennzahlen zur "
    "Integration, mit Quelle und Grenzen, und hilft, sie in Sitzung und Haushalt zu belegen.",
)
left, right = st.columns([1, 1], gap="large")
with left:
    overview_view.show_map()
with right:
    overview_view.show_doors()
    overview_view.show_state()
overview_view.show_table()
