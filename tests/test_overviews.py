"""The start page: members with key figures, the state of the data, and the map's own content."""

import csv
import json
import re

import polars as pl
import pytest

from indicators import funding_records, members_map, overviews, regions, series, settings
from indicators.figures.theme import PALETTES
from indicators.roster import Member
from indicators.texts import funding as texts


@pytest.fixture(scope="module")
def found(declared, registry):
    values = {i: series.values(declared.indicator(i)) for i, _ in overviews.KEY_FIGURES}
    return {m.member.name: m for m in overviews.members(registry, declared, values)}


def test_every_member_has_a_place_inside_germany(found, registry):
    assert list(found) == [m.name for m in registry.members()]
    for member in found.values():
        lat, lon = member.place
        assert 47 < lat < 55.1
        assert 5.8 < lon < 15.1


@pytest.mark.parametrize(
    ("name", "shape"), [("Stuttgart", "circle"), ("Hannover", "diamond"), ("Landkreis Osnabrück", "square")]
)
def test_shape_says_the_level(found, name, shape):
    assert found[name].shape == shape
    assert set(overviews.SHAPES) >= {m.shape for m in found.values()}


def test_kreisfreie_stadt_has_its_own_values(found):
    stuttgart = found["Stuttgart"]
    assert [stuttgart.kreis_of(f) for f in stuttgart.figures] == [None, None, None]
    rate = stuttgart.figures[2]
    assert (rate.group, rate.value, rate.year) == ("auslaender", 12.8, 2025)


def test_kreisangehoerige_stadt_shows_the_kreis_under_its_name(found):
    hannover = found["Hannover"]
    assert hannover.region.ags == "03241001"
    share, employed, unemployed = hannover.figures
    assert {hannover.kreis_of(f).display_name for f in (share, employed)} == {"Region Hannover"}
    # The city's own rate of 2025 in table 13211-02-05-4; the Region's is 20.5.
    assert (hannover.kreis_of(unemployed), unemployed.value, unemployed.year) == (None, 21.4, 2025)


def test_own_value_goes_before_that_of_the_kreis_and_no_value_stays_none(declared, registry):
    def frame(*rows):
        return pl.DataFrame(
            rows, schema=["ags", "group", "year", "value", "status"], orient="row"
        ).with_columns(pl.col("year").cast(pl.Int16))

    values = {
        "auslaenderanteil": frame(
            ("03241001", "insgesamt", 2020, 20.0, "wert"), ("03241", "insgesamt", 2023, 16.0, "wert")
        ),
        "beschaeftigungsquote": frame(
            ("03241001", "auslaender", 2023, None, "geheim"), ("03241", "auslaender", 2022, 50.0, "wert")
        ),
        "arbeitslosenquote": frame(("03241", "insgesamt", 2023, 7.0, "wert")),
    }
    hannover = next(m for m in overviews.members(registry, declared, values) if m.member.name == "Hannover")
    share, employed, unemployed = hannover.figures
    assert (share.region.ags, share.value, share.year) == ("03241001", 20.0, 2020)
    assert (employed.region.ags, employed.value, employed.year) == ("03241", 50.0, 2022)
    assert (unemployed.value, unemployed.year) == (None, None)


def test_state_counts_what_is_declared(declared):
    values = {i.id: series.values(i) for i in declared.indicators.values()}
    states = overviews.state(declared, values)
    assert [s.field for s in states] == list(declared.handlungsfelder.values())
    assert sum(s.indicators for s in states) == len(declared.indicators)
    work = next(s for s in states if s.field.title.startswith("Arbeit"))
    assert work.latest == 2025
    assert 0 < work.datasets <= len(declared.datasets)


def draw(members, declared):
    return members_map.draw(
        tuple(members),
        declared,
        regions.view("land"),
        leaflet="/amt/vendor/leaflet",
        script="/amt/assets/members_map.js",
        outline="/amt/geo/laender.geojson",
        link=("/amt/profil?region=", "Profil"),
        palette=PALETTES["light"],
    )


def test_map_asks_no_other_host(found, declared):
    html = draw(found.values(), declared).get_root().render()
    assert set(re.findall(r"(?:https?:)?//[\w.-]+", html)) <= {"http://www.w3.org"}
    assert 'src="/amt/vendor/leaflet/leaflet.js"' in html
    assert len(html) < 20_000


def test_names_from_the_roster_stay_text(found, declared):
    stuttgart = found["Stuttgart"]
    evil = Member(
        **{
            **{name: getattr(stuttgart.member, name) for name in Member.__slots__},
            "name": "</script><img src=x onerror=alert(1)>`${x}`",
        }
    )
    shown = overviews.MemberOverview(
        evil, stuttgart.region, stuttgart.place, stuttgart.shape, stuttgart.figures
    )
    html = draw([shown], declared).get_root().render()
    assert "<img" not in html
    assert html.count("</script>") == html.count("<script")
    content = re.search(r"showMembers\(map_\w+, (\{.*\})\);", html)
    assert content is not None
    assert json.loads(content[1])["members"][0]["name"] == evil.name


def test_the_state_of_the_money_counts_programmes_and_amounts_of_the_files(declared):
    records = funding_records.read()
    state = overviews.money(declared, records)
    assert sum(state.programmes.values()) == len(declared.programmes)
    assert list(state.programmes)[:3] == ["EU", "Bund", "Land"]
    files = sorted((settings.data_dir() / "funding").glob("*.csv"))
    texts_of = [file.read_text(encoding="utf-8") for file in files]
    lines = [row for text in texts_of for row in csv.DictReader(text.splitlines())]
    assert (state.amounts, state.sources) == (len(lines), len(files))
    for kind in ("Ist", "Soll"):
        assert state.latest[kind] == max(int(row["year"]) for row in lines if row["value_type"] == kind)
    said = texts.state(state)
    for shown in (f"{len(lines)} Beträge", f"neuestes Ist {state.latest['Ist']}"):
        assert shown in said


def test_nothing_recorded_about_money_names_no_year(declared):
    empty = overviews.money(declared, funding_records.read().clear())
    assert empty.latest == {}
    assert texts.state(empty).endswith("jeder mit Fundstelle.")
