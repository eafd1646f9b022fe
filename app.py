"""The door to the app: `streamlit run app.py` finds `app` and serves it."""

import streamlit as st

from indicators.ui import server

# The router is a page script of its own, not this file: beside a flat pages/ folder Streamlit would otherwise
# offer every file of it as a page without the frame (docs/architecture.md).
app = st.App(
    "pages/frame.py",
    routes=server.routes(),
    middleware=server.middleware(),
    lifespan=server.lifespan,
)
