"""What the comparison page shares between visitors follows all figures that it rests on."""

import polars as pl
import pytest

from indicators import observations, peers
from indicators.figures.theme import PALETTES
from indicators.ui import comparison_view, data, furniture
from indicators.ui.comparison_view import Question

LEIPZIG = "14713"


@pytest.fixture
def imported(tmp_path, monkeypatch):
    """Puts figures into the user's folder as an import does."""
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))
    monkeypatch.setattr(furniture, "palette", lambda: PALETTES["light"])
    data._folders_at.cache_clear()

    def put(dataset: str, rows: pl.DataFrame) -> None:
        path = observations.overlay_path(dataset)
        path.parent.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(beside := path.with_suffix(".new"))
        beside.replace(path)
        data._folders_at.cache_clear()

    yield put
    data._folders_at.cache_clear()


def test_peers_of_a_comparison_follow_an_import_of_what_makes_kreise_alike(declared, imported):
    question = Question(LEIPZIG, "auslaender", 2023, peers.NEAREST, ())
    unemployed, benefits = (declared.indicator(i) for i in ("arbeitslosenquote", "sgb2_quote"))
    before = comparison_view.compare(unemployed, question)
    assert before.peers.codes == data.peer_set(before.region, peers.NEAREST).codes
    own = pl.col("ags") == LEIPZIG, pl.col("measure") == benefits.source.measure
    (dataset,) = benefits.datasets
    stored = observations.read(dataset).filter(*own)
    imported(dataset, stored.with_columns(pl.lit(60.0).alias("value")))
    after = comparison_view.compare(unemployed, question)
    assert after.peers.codes == data.peer_set(before.region, peers.NEAREST).codes
    assert after.peers.codes != before.peers.codes


def test_breaks_of_other_kreise_are_not_named(declared, imported):
    rate = declared.indicator("arbeitslosenquote")
    assert [b.regions for b in declared.breaks(rate) if b.year == 2021] == [("16063",)]
    shown = comparison_view.compare(rate, Question("08111", "auslaender", 2023, peers.NEAREST, ()))
    wartburgkreis = comparison_view.compare(rate, Question("16063", "auslaender", 2023, peers.NEAREST, ()))
    assert "2021" not in shown.said.since.split("Brüche der Statistik (")[1].split(")")[0]
    assert "2021" in wartburgkreis.said.since.split("Brüche der Statistik (")[1].split(")")[0]
