"""Der Rahmen jeder Seite: Navigation, Titel, Stil, Fußzeile."""

from pathlib import Path

import streamlit as st

from indicators.ui import furniture, link, navigation, search_view

ROOT = Path(__file__).parents[1]

page = st.navigation(
    [st.Page(p.file, title=p.title, url_path=p.path, default=p.is_start) for p in navigation.PAGES],
    position="top",
)
st.set_page_config(
    page_title=f"{page.title} – Integrationsmonitor Kommunal",
    page_icon=str(ROOT / "data" / "favicon.png"),
    layout="wide",
    menu_items={"Get help": None, "Report a bug": None, "About": None},
)
link.open_page()
furniture.style()
search_view.show(navigation.page(page.url_path))
furniture.run(page)
furniture.footer()
