"""The tables of the comparison page: the values, and what the likeness of neighbours rests on."""

from typing import Final

import polars as pl
import streamlit as st
from pandas.io.formats.style import Styler

from indicators import peers, tables
from indicators.formats import number
from indicators.texts import comparison as sentences
from indicators.ui import data, furniture
from indicators.ui.comparison_view import Chosen

_PARTS: Final = {"own": "eigener Wert", "peer": "Vergleichsgruppe", "land": "Land", "bund": "Bund"}
_NOTHING: Final = "–"
_ROW: Final = 35
_MOST_ROWS: Final = 18


def show(chosen: Chosen) -> None:
    """The values behind the charts with their download, and what likeness rests on."""
    _show_values(chosen)
    if chosen.peers.id == peers.NEAREST:
        _show_context(chosen)


def _show_values(chosen: Chosen) -> None:
    compared, subject = chosen.compared, chosen.subject
    title = f"{subject.what}, {compared.region.display_name} und {chosen.peers.title}, {compared.year}"
    box = st.expander("Werte als Tabelle", key="table", on_change="rerun")
    if box.open:
        with box:
            _show(_values(chosen), len(compared.rows), f"Tabelle: {title}")
    name = tables.file_name("vergleich", subject.indicator.id, compared.region.ags, compared.year)
    st.html(furniture.csv_file(lambda: _export(chosen), title, subject.indicator, name))


def _values(chosen: Chosen) -> Styler:
    """One row per region, the highest value first; columns that would be empty are left out."""
    compared, subject = chosen.compared, chosen.subject
    rows = sorted(compared.rows, key=lambda row: (row.value is None, -(row.value or 0.0)))
    frame = pl.DataFrame(
        {
            "Region": [row.name for row in rows],
            "Art": [_PARTS[row.part] for row in rows],
            f"Wert {compared.year}": [row.value for row in rows],
            (difference := f"Unterschied zu {compared.region.display_name}"): [
                row.difference for row in rows
            ],
            "95-%-Intervall": [sentences.interval(row.low, row.high, subject) or _NOTHING for row in rows],
            "Distanz": [row.distance for row in rows],
            "Hinweis": [sentences.row_note(row) for row in rows],
        },
        schema_overrides=dict.fromkeys((f"Wert {compared.year}", difference, "Distanz"), pl.Float64),
    ).drop(
        *(["95-%-Intervall"] if all(row.low is None for row in rows) else []),
        *(["Distanz"] if all(row.distance is None for row in rows) else []),
    )
    styled = tables.styled(frame, subject.indicator.decimals, subject.symbol)
    styled = styled.format(subject.write_difference, subset=[difference], na_rep=_NOTHING)
    if "Distanz" in frame.columns:
        styled = styled.format(lambda v: number(v, 2), subset=["Distanz"], na_rep=_NOTHING)
    return styled


def _export(chosen: Chosen) -> pl.DataFrame:
    return chosen.compared.frame().select(
        AGS="ags",
        Region="name",
        Art=pl.col("part").cast(pl.String).replace(_PARTS),
        Jahr=pl.lit(chosen.compared.year),
        Wert="value",
        Status="status",
        Intervall_unten="low",
        Intervall_oben="high",
        Unterschied=pl.col("difference").round(9),  # without the noise of a subtraction
        Distanz=pl.col("distance").round(4),
    )


def _show_context(chosen: Chosen) -> None:
    box = st.expander("Worauf die Ähnlichkeit beruht", key="context", on_change="rerun")
    if box.open:
        with box:
            _show_features(chosen)


def _show_features(chosen: Chosen) -> None:
    """The features as they are and standardised, of the own Kreis and its neighbours."""
    found, registry = data.context(), data.registry()
    furniture.note(sentences.likeness(data.catalog().neighbours))
    codes = [chosen.region.ags, *chosen.peers.codes]
    order = pl.DataFrame(
        {
            "ags": codes,
            "Region": [registry.get(ags).display_name for ags in codes],
            "Distanz": [chosen.peers.distances.get(ags) for ags in codes],
        },
        schema_overrides={"Distanz": pl.Float64},
    )
    headings = {f.id: f"{f.title} {found.years[f.id]}" for f in found.features}
    for title, source, is_score in (
        ("Merkmale", found.raw, False),
        ("Standardisierte Merkmale", found.scores, True),
    ):
        frame = order.join(source, on="ags", how="left", maintain_order="left").drop("ags").rename(headings)
        styled = tables.styled(frame, 2).format(lambda v: number(v, 2), subset=["Distanz"], na_rep=_NOTHING)
        if not is_score:
            for feature in found.features:
                styled = _with_decimals(styled, headings[feature.id], feature.decimals)
        furniture.note(f"{title}:")
        _show(styled, frame.height, f"Tabelle: {title} der ähnlichsten Kommunen")
    if found.left_out:
        gone = ", ".join(registry.get(ags).display_name for ags in found.left_out)
        furniture.note(f"Ohne vollständige Merkmale und deshalb nicht berücksichtigt: {gone}.")


def _with_decimals(styled: Styler, column: str, decimals: int) -> Styler:
    return styled.format(lambda v: number(v, decimals), subset=[column])


def _show(styled: Styler, rows: int, alt: str) -> None:
    """A table that shows its rows without scrolling, up to a screenful."""
    height = _ROW * (min(rows, _MOST_ROWS) + 1) + 3
    st.dataframe(styled, hide_index=True, width="stretch", height=height, alt=alt, placeholder=_NOTHING)
