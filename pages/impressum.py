"""Impressum und Datenschutz."""

import streamlit as st

from indicators import operator_texts
from indicators.ui import furniture

furniture.head(
    "Impressum und Datenschutz", "Wer den Integrationsmonitor betreibt und was mit Daten geschieht."
)
with st.container(key="prose"):
    st.markdown(operator_texts.read("impressum"))
