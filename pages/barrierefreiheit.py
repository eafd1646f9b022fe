"""Erklärung zur Barrierefreiheit."""

import streamlit as st

from indicators import operator_texts
from indicators.ui import furniture

furniture.head("Barrierefreiheit", "Was erreichbar ist, wo die Grenzen liegen, wer hilft.")
with st.container(key="prose"):
    st.markdown(operator_texts.read("barrierefreiheit"))
