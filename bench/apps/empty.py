"""The least that an app can be: one control and what it changes."""

import streamlit as st

st.write(st.selectbox("Auswahl", [f"Wert {number}" for number in range(20)]))
