"""What is drawn for the browser is what plotly knows, for every indicator; what is sent is what was drawn."""

import json

import plotly.io
import plotly.tools
import polars as pl
import pytest
from tests.drawn import checked

from indicators import catalog, choropleths, maps, regions, series
from indicators.choropleths import Area
from indicators.figures import draw, over_time
from indicators.figures.drawing import Drawing, bar, small_integers
from indicators.figures.theme import PALETTES
from indicators.ui.charts import ScreenChart

EVERY_INDICATOR = sorted(catalog.load().indicators)


@pytest.mark.parametrize("indicator_id", EVERY_INDICATOR)
def test_series_of_every_indicator_is_drawn_with_names_that_plotly_knows(declared, registry, indicator_id):
    indicator = declared.indicator(indicator_id)
    values = series.values(indicator)
    region = registry.get(values.sort("ags")["ags"][0])
    rows = series.with_missing_years(series.rows_of(series.of_region(values, region.ags)))
    chart = over_time(region.display_name, region.ags, indicator, declared, rows)
    figure = checked(draw(chart, PALETTES["dark"]))
    drawn = [value for trace in figure.data for value in trace.y if value is not None]
    assert {p.value for line in chart.lines for p in line.points if p.value is not None} <= set(drawn)


@pytest.mark.parametrize("indicator_id", EVERY_INDICATOR)
def test_map_of_every_indicator_is_drawn_with_names_that_plotly_knows(declared, registry, indicator_id):
    indicator = declared.indicator(indicator_id)
    values = series.values(indicator)
    area = Area("kreis" if "kreis" in series.levels(values) else "land")
    there = choropleths.in_area(values, area, registry)
    views = choropleths.views(there, indicator, declared)
    if not views:
        assert series.levels(values) == ("bund",)
        return
    view = views[0]
    year = series.years(choropleths.rows_of(there, indicator, view))[-1]
    chart = choropleths.describe(
        values, indicator, view, year, area=area, catalog=declared, registry=registry
    )
    figure = checked(
        maps.choropleth(
            chart.rows, chart.classes, regions.view(area.level), url="/geo/x.geojson", members=["08111"],
            palette=PALETTES["light"],
        )
    )  # fmt: skip
    assert list(figure.data[0].locations) == chart.rows["ags"].to_list()


def test_what_streamlit_sends_is_what_was_drawn():
    drawing = Drawing(
        [bar(x=["ä", None], y=[1.5, None], name="</b>")], {"height": 300, "xaxis": {"nticks": 3}}
    )
    chart = ScreenChart(drawing, "Zwei Balken.")
    # As st.plotly_chart does it.
    figure = plotly.tools.return_figure_from_figure_or_data(chart, validate_figure=True)
    sent = json.loads(plotly.io.to_json(figure, validate=False))
    assert sent == {"data": list(drawing.data), "layout": drawing.layout}
    assert figure["layout"]["height"] == 300  # which Streamlit reads
    assert chart.alt in repr(chart)


def test_small_integers_are_packed_as_plotly_packs_them():
    values = pl.Series([-128, -1, 0, 4, 127])
    packed = json.loads(checked(Drawing([bar(y=values.cast(pl.Int8).to_numpy())], {})).to_json())
    assert small_integers(values) == packed["data"][0]["y"]
