"""From cells to observations: marks, recodes, sums, territory, dropped regions."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from indicators.catalog import Dataset, MeasureRule, Recode, Unit, WeightedMean, Wrong
from indicators.errors import InputError
from indicators.importers import mapping
from indicators.importers.raw import Cells, RawTable
from indicators.observations import Observations
from indicators.regions import Regions, Registry, TerritorialChanges

UNITS = {
    "persons": Unit(title="Personen", symbol="", kind="count", gap="Personen"),
    "percent": Unit(title="Prozent", symbol="%", kind="rate", gap="Prozentpunkte", gap_symbol="PP"),
}
COUNT = MeasureRule(measure="arbeitslose", title="Arbeitslose", unit="persons", columns=("Arbeitslose",))
RATE = MeasureRule(measure="quote", title="Quote", unit="percent", columns=("Quote",))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Göttingen before and after the reform, Stuttgart, three Gemeinden and the Länder above."""
    places = [
        ("DG", "bund", None, None, None),
        ("03", "land", "DG", None, None),
        ("08", "land", "DG", None, None),
        ("03152", "kreis", "03", None, 2015),
        ("03156", "kreis", "03", None, 2015),
        ("03159", "kreis", "03", 2016, None),
        ("08111", "kreis", "08", None, None),
        ("03159001", "gemeinde", "03159", None, None),
        ("03159002", "gemeinde", "03159", None, None),
        ("08111000", "gemeinde", "08111", None, None),
    ]
    frame = pl.DataFrame(
        [
            {
                "ags": ags,
                "name": ags,
                "display_name": ags,
                "level": level,
                "parent": parent,
                "kind": "",
                "kreistyp": None,
                "groessenklasse": None,
                "area_km2": None,
                "population": None,
                "valid_from": first,
                "valid_to": last,
                "lon": None,
                "lat": None,
            }
            for ags, level, parent, first, last in places
        ],
        infer_schema_length=None,
    )
    changes = pl.DataFrame(
        {
            "ags_from": ["03152", "03156"],
            "ags_to": ["03159", "03159"],
            "year": [2016, 2016],
            "share": [1.0, 1.0],
            "kind": ["Voll", "Voll"],
        }
    )
    return Registry(
        Regions.validate(frame, cast=True),
        TerritorialChanges.validate(changes, cast=True),
        Path("members.csv"),
    )


def dataset(*rules: MeasureRule, **more: object) -> Dataset:
    values: dict[str, object] = {
        "id": "probe",
        "title": "Probe",
        "producer": "Test",
        "table": "0",
        "licence": "dl-de/by-2-0",
        "attribution": "Test",
        "url": "https://example.org",
        "edition": "1",
        "retrieved": date(2026, 1, 1),
        "format": "columns",
        "inputs": (),
        "measures": rules,
    }
    return Dataset.model_validate({**values, **more})


def table(*cells: tuple[str, int, str, float | None, str]) -> RawTable:
    frame = pl.DataFrame(
        [
            {
                "region": region,
                "region_name": "",
                "year": year,
                "column": column,
                "unit": "",
                "value": value,
                "status": status,
                "line": line,
                "position": 1,
            }
            for line, (region, year, column, value, status) in enumerate(cells, start=2)
        ],
        infer_schema_length=None,
    )
    return RawTable("columns", Path("probe.csv"), "0", "Probe", Cells.validate(frame, cast=True))


def value(
    mapped: mapping.Mapped, ags: str, year: int, measure: str = "arbeitslose"
) -> tuple[float | None, str]:
    row = mapped.observations.filter(
        (pl.col("ags") == ags) & (pl.col("year") == year) & (pl.col("measure") == measure)
    )
    assert row.height == 1, (ags, year, measure)
    return row["value"][0], row["status"][0]


@pytest.mark.parametrize(
    ("reader_status", "reader_value"), [("nichts_vorhanden", 0.0), ("nicht_erhoben", None)]
)
def test_dash_is_zero_in_a_count_and_not_collected_in_a_rate(registry, reader_status, reader_value):
    raw = table(
        ("08111", 2023, "Arbeitslose", reader_value, reader_status),
        ("08111", 2023, "Quote", reader_value, reader_status),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, RATE), registry, UNITS)
    assert value(mapped, "08111", 2023) == (0.0, "nichts_vorhanden")
    assert value(mapped, "08111", 2023, "quote") == (None, "nicht_erhoben")


@pytest.mark.parametrize("status", ["geheim", "unsicher", "folgt", "gesperrt"])
def test_official_marks_stay_apart(registry, status):
    raw = table(("08111", 2023, "Arbeitslose", None, status))
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, "08111", 2023) == (None, status)


def test_dash_of_a_kreis_that_did_not_exist_is_no_region(registry):
    raw = table(
        ("03159", 2015, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03152", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03152", 2015, "Arbeitslose", 0.0, "nichts_vorhanden"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, "03159", 2015) == (None, "keine_region")
    assert value(mapped, "03152", 2016) == (None, "keine_region")
    assert value(mapped, "03152", 2015) == (0.0, "nichts_vorhanden")


def test_dash_is_no_zero_where_the_other_side_of_a_reform_is_published(registry):
    raw = table(
        ("03159", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03159", 2016, "andere Spalte", 5.0, "wert"),
        ("03152", 2016, "Arbeitslose", 10100.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, "03159", 2016) == (None, "keine_region")
    assert value(mapped, "03152", 2016) == (10100.0, "wert")


@pytest.mark.parametrize(("dashed", "other"), [("08111", "03159"), ("03159", "08111")])
def test_dash_is_zero_beside_a_neighbour_that_existed_and_gave_or_took_a_part(registry, dashed, other):
    part = {"ags_from": "08111", "ags_to": "03159", "year": 2019, "share": 0.01, "kind": "Teilfläche"}
    changes = pl.concat([registry.changes, pl.DataFrame([part], schema=registry.changes.schema)])
    founded = registry.frame.with_columns(valid_from=pl.col("valid_from").fill_null(1993))
    registry = Registry(founded, changes, Path("members.csv"))
    raw = table(
        (dashed, 2023, "Arbeitslose", 0.0, "nichts_vorhanden"), (other, 2023, "Arbeitslose", 9.0, "wert")
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, dashed, 2023) == (0.0, "nichts_vorhanden")


def test_dash_is_no_zero_where_the_column_was_recalculated_to_a_later_kreis(registry):
    raw = table(
        ("03152", 2014, "Arbeitslose", 0.0, "nichts_vorhanden"), ("03159", 2014, "Arbeitslose", 9.0, "wert")
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, "03152", 2014) == (None, "keine_region")


def test_dash_of_a_count_that_cannot_be_zero_is_no_figure(registry):
    rule = COUNT.model_copy(update={"never_zero": True})
    raw = table(("08111", 2011, "Arbeitslose", 0.0, "nichts_vorhanden"))
    mapped = mapping.to_observations(raw, dataset(rule), registry, UNITS)
    assert value(mapped, "08111", 2011) == (None, "nicht_erhoben")


def test_row_of_dashes_is_zero_where_nothing_else_explains_it(registry):
    raw = table(
        ("08111", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03159", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, "08111", 2016) == value(mapped, "03159", 2016) == (0.0, "nichts_vorhanden")


def test_row_of_dashes_of_a_gemeinde_in_a_table_of_kreise_was_not_reported(registry):
    raw = table(
        ("03159", 2016, "Arbeitslose", 10.0, "wert"),
        ("08111", 2016, "Arbeitslose", 10.0, "wert"),
        ("03159001", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert value(mapped, "03159001", 2016) == (None, "nicht_erhoben")


def test_published_number_of_a_later_kreis_stays(registry):
    raw = table(("03159", 2010, "Quote", 7.5, "wert"))
    mapped = mapping.to_observations(raw, dataset(RATE), registry, UNITS)
    assert value(mapped, "03159", 2010, "quote") == (7.5, "wert")


def test_recode_moves_the_figure_and_displaces_the_dash(registry):
    recode = Recode(years=(2016,), from_ags="03152", to_ags="03159", reason="alter Schlüssel")
    raw = table(
        ("03152", 2016, "Arbeitslose", 10100.0, "wert"),
        ("03159", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03152", 2015, "Arbeitslose", 7896.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, recodes=(recode,)), registry, UNITS)
    assert value(mapped, "03159", 2016) == (10100.0, "wert")
    assert value(mapped, "03152", 2015) == (7896.0, "wert")
    assert mapped.observations.height == 2


def test_recode_leaves_a_dash_alone(registry):
    recode = Recode(years=(2016,), from_ags="03152", to_ags="03159", reason="alter Schlüssel")
    raw = table(
        ("03152", 2016, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03159", 2016, "Arbeitslose", 10098.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, recodes=(recode,)), registry, UNITS)
    assert value(mapped, "03159", 2016) == (10098.0, "wert")
    assert value(mapped, "03152", 2016) == (None, "keine_region")


def test_figure_that_cannot_be_right_is_missing_and_so_is_every_sum_with_it(registry):
    wrong = Wrong(measures=("arbeitslose",), years=(2015,), regions=("03156",), reason="Kopie des Vorjahres")
    raw = table(
        ("03152", 2015, "Arbeitslose", 7896.0, "wert"),
        ("03156", 2014, "Arbeitslose", 2342.0, "wert"),
        ("03156", 2015, "Arbeitslose", 2342.0, "wert"),
        ("03156", 2015, "Quote", 6.4, "wert"),
        ("03159", 2015, "Arbeitslose", 0.0, "nichts_vorhanden"),
    )
    declared = dataset(COUNT, RATE, wrong=(wrong,), sum_territories=True)
    mapped = mapping.to_observations(raw, declared, registry, UNITS)
    assert value(mapped, "03156", 2015) == (None, "unbekannt")
    assert value(mapped, "03156", 2014) == (2342.0, "wert")
    assert value(mapped, "03156", 2015, "quote") == (6.4, "wert")
    assert value(mapped, "03159", 2015) == (None, "keine_region")


def test_wrong_zero_is_missing_too_and_a_mark_stays(registry):
    wrong = Wrong(
        measures=("arbeitslose",), years=(2023, 2024), regions=("08111",), reason="anderswo gezählt"
    )
    raw = table(
        ("08111", 2023, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("08111", 2024, "Arbeitslose", None, "geheim"),
        ("03159", 2023, "Arbeitslose", 9.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, wrong=(wrong,)), registry, UNITS)
    assert value(mapped, "08111", 2023) == (None, "unbekannt")
    assert value(mapped, "08111", 2024) == (None, "geheim")
    assert value(mapped, "03159", 2023) == (9.0, "wert")


def test_wrong_figures_can_be_those_of_one_kind_of_kreis_of_a_land(registry):
    kinds = pl.when(pl.col("ags") == "08111").then(pl.lit("Stadtkreis")).otherwise(pl.lit("Landkreis"))
    frame = registry.frame.with_columns(kind=kinds)
    with_kinds = Registry(frame, registry.changes, Path("members.csv"))
    wrong = Wrong(
        measures=("quote",),
        years=(2019,),
        laender=("03", "08"),
        kinds=("Landkreis",),
        reason="Gemeinden fehlen",
    )
    raw = table(
        ("03", 2019, "Quote", 4.0, "wert"),
        ("03159", 2019, "Quote", 1.0, "wert"),
        ("03159001", 2019, "Quote", 2.0, "wert"),
        ("08111", 2019, "Quote", 8.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(RATE, wrong=(wrong,)), with_kinds, UNITS)
    assert value(mapped, "03159", 2019, "quote") == (None, "unbekannt")
    for region, figure in {"03": 4.0, "03159001": 2.0, "08111": 8.0}.items():
        assert value(mapped, region, 2019, "quote") == (figure, "wert")


def test_wrong_figure_on_a_fixed_territory_is_no_missing_region(registry):
    wrong = Wrong(measures=("quote",), years=(2007,), regions=("03159",), reason="nur ein Träger gezählt")
    raw = table(("03159", 2007, "Quote", 4.8, "wert"), ("03159", 2009, "Quote", 39.5, "wert"))
    mapped = mapping.to_observations(raw, dataset(RATE, wrong=(wrong,)), registry, UNITS)
    assert value(mapped, "03159", 2007, "quote") == (None, "unbekannt")


def test_year_in_which_all_figures_are_wrong_stays_a_year_without_figures(registry):
    wrong = Wrong(measures=("quote",), years=(2011,), reason="Kopie von 2010")
    raw = table(("03", 2010, "Quote", 8.0, "wert"), ("03", 2011, "Quote", 8.0, "wert"))
    mapped = mapping.to_observations(raw, dataset(RATE, wrong=(wrong,)), registry, UNITS)
    assert value(mapped, "03", 2011, "quote") == (None, "unbekannt")


def test_wrong_figures_of_an_unknown_measure_are_refused():
    wrong = Wrong(measures=("quotte",), years=(2011,), reason="Tippfehler")
    with pytest.raises(ValueError, match="quotte"):
        dataset(RATE, wrong=(wrong,))


def test_counts_of_merged_kreise_are_added_up_and_rates_are_not(registry):
    raw = table(
        ("03152", 2015, "Arbeitslose", 7896.0, "wert"),
        ("03156", 2015, "Arbeitslose", 2342.0, "wert"),
        ("03159", 2015, "Arbeitslose", 0.0, "nichts_vorhanden"),
        ("03159", 2015, "Quote", None, "nicht_erhoben"),
        ("03152", 2015, "Quote", 6.1, "wert"),
        ("03156", 2015, "Quote", 6.4, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, RATE, sum_territories=True), registry, UNITS)
    assert value(mapped, "03159", 2015) == (10238.0, "berechnet")
    assert value(mapped, "03159", 2015, "quote") == (None, "keine_region")


def test_secret_part_leaves_the_merged_kreis_without_a_sum(registry):
    raw = table(
        ("03152", 2015, "Arbeitslose", 7896.0, "wert"),
        ("03156", 2015, "Arbeitslose", None, "geheim"),
        ("03159", 2015, "Arbeitslose", 0.0, "nichts_vorhanden"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, sum_territories=True), registry, UNITS)
    assert value(mapped, "03159", 2015) == (None, "keine_region")


@pytest.mark.parametrize(
    ("second", "of_all"),
    [((5.0, "wert"), (15.0, "berechnet")), ((None, "unbekannt"), (None, "nicht_berechenbar"))],
)
def test_counts_of_all_kreise_are_those_of_land_and_bund(registry, second, of_all):
    raw = table(
        ("03159", 2021, "Arbeitslose", 10.0, "wert"),
        ("03159", 2021, "Quote", 6.0, "wert"),
        ("08111", 2021, "Arbeitslose", *second),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, RATE, sum_kreise=True), registry, UNITS)
    assert value(mapped, "03", 2021) == (10.0, "wert")
    assert value(mapped, "08", 2021) == second
    assert value(mapped, "DG", 2021) == of_all
    assert mapped.observations.filter(pl.col("measure") == "quote")["ags"].to_list() == ["03159"]


def test_a_sum_of_kreise_does_not_replace_what_the_source_has(registry):
    raw = table(
        ("03159", 2021, "Arbeitslose", 10.0, "wert"),
        ("08111", 2021, "Arbeitslose", 5.0, "wert"),
        ("DG", 2021, "Arbeitslose", 16.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT, sum_kreise=True), registry, UNITS)
    assert value(mapped, "DG", 2021) == (16.0, "wert")


SUM = COUNT.model_copy(update={"columns": ("A | *",), "aggregate": "sum"})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(5.0, "wert"), (10.0, "wert")], (15.0, "berechnet")),
        ([(5.0, "wert"), (0.0, "nichts_vorhanden")], (5.0, "berechnet")),
        ([(0.0, "nichts_vorhanden"), (0.0, "nichts_vorhanden")], (0.0, "nichts_vorhanden")),
        ([(5.0, "wert"), (None, "geheim")], (None, "nicht_berechenbar")),
        ([(None, "folgt"), (None, "folgt")], (None, "folgt")),
        ([(None, "geheim"), (None, "unsicher")], (None, "nicht_berechenbar")),
    ],
)
def test_sum_exists_only_where_every_part_is_published(registry, parts, expected):
    cells = [
        ("08111", 2023, f"A | {name}", number, status)
        for name, (number, status) in zip("xy", parts, strict=True)
    ]
    raw = table(
        *cells, ("08111", 2023, "A | x | tiefer", 99.0, "wert"), ("08111", 2023, "B | x", 99.0, "wert")
    )
    mapped = mapping.to_observations(raw, dataset(SUM), registry, UNITS)
    assert value(mapped, "08111", 2023) == expected
    assert mapped.observations.height == 1


def test_sum_of_named_columns_needs_all_of_them(registry):
    rule = COUNT.model_copy(update={"columns": ("A", "B"), "aggregate": "sum"})
    raw = table(
        ("08111", 2023, "A", 1.0, "wert"),
        ("08111", 2023, "B", 2.0, "wert"),
        ("03159", 2023, "A", 1.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(rule), registry, UNITS)
    assert value(mapped, "08111", 2023) == (3.0, "berechnet")
    assert value(mapped, "03159", 2023) == (None, "nicht_berechenbar")


def test_star_without_aggregate_is_refused(registry):
    rule = COUNT.model_copy(update={"columns": ("A | *",)})
    with pytest.raises(InputError, match="ohne „aggregate“"):
        mapping.to_observations(table(("08111", 2023, "A | x", 1.0, "wert")), dataset(rule), registry, UNITS)


def test_two_figures_for_one_key_are_refused_with_their_lines(registry):
    raw = table(("08111", 2023, "Arbeitslose", 1.0, "wert"), ("08111", 2023, "Arbeitslose", 1.0, "wert"))
    with pytest.raises(InputError, match=r"Zeile 2 .* und Zeile 3") as error:
        mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert error.value.line == 3


def test_two_rules_for_one_key_are_refused(registry):
    other = COUNT.model_copy(update={"columns": ("Arbeitslose in 1000",), "factor": 1000.0})
    raw = table(
        ("08111", 2023, "Arbeitslose", 1200.0, "wert"), ("08111", 2023, "Arbeitslose in 1000", 1.2, "wert")
    )
    with pytest.raises(InputError, match="Zwei Angaben"):
        mapping.to_observations(raw, dataset(COUNT, other), registry, UNITS)


def test_factor_multiplies(registry):
    rule = COUNT.model_copy(update={"factor": 1000.0})
    mapped = mapping.to_observations(
        table(("08111", 2023, "Arbeitslose", 1.5, "wert")), dataset(rule), registry, UNITS
    )
    assert value(mapped, "08111", 2023) == (1500.0, "wert")


def test_regions_that_are_not_ours_are_dropped_and_counted(registry):
    raw = table(
        ("032", 2023, "Arbeitslose", 1.0, "wert"),
        ("031", 2023, "Arbeitslose", 1.0, "wert"),
        ("08111", 2023, "Arbeitslose", 1.0, "wert"),
        ("08111000", 2023, "Arbeitslose", 1.0, "wert"),
        ("03159001", 2023, "Arbeitslose", 1.0, "wert"),
        ("03152", 2015, "Arbeitslose", 1.0, "wert"),
        ("99999", 2023, "Arbeitslose", 1.0, "wert"),
        ("03159999", 2023, "Arbeitslose", 1.0, "wert"),
        ("Lingen", 2023, "Arbeitslose", 1.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(COUNT), registry, UNITS)
    assert mapped.observations["ags"].to_list() == ["03152", "03159001", "08111"]
    assert {drop.reason.split(",")[0]: (drop.count, drop.example) for drop in mapped.dropped} == {
        "Regierungsbezirk oder statistische Region": (2, "031, 2023"),
        "achtstelliger Schlüssel": (1, "08111000, 2023"),
        "Schlüssel": (1, "99999, 2023"),
        "Gemeinde": (1, "03159999, 2023"),
        "kein Regionsschlüssel (Ortsname oder leer)": (1, "Lingen, 2023"),
    }


def test_year_without_any_figure_is_no_year_of_the_series(registry):
    raw = table(
        ("08111", 2021, "Quote", None, "unbekannt"),
        ("03159", 2010, "Quote", None, "unbekannt"),
        ("08111", 2010, "Quote", None, "unbekannt"),
        ("08111", 2022, "Quote", 3.0, "wert"),
        ("03159", 2022, "Quote", None, "unbekannt"),
        ("08", 2022, "Quote", None, "unbekannt"),
        ("08111", 2023, "Quote", None, "geheim"),
    )
    mapped = mapping.to_observations(raw, dataset(RATE), registry, UNITS)
    assert mapped.observations.select("ags", "year").rows() == [
        ("03159", 2022),
        ("08111", 2022),
        ("08111", 2023),
    ]


WEIGHT = MeasureRule(measure="bevoelkerung", title="Bevölkerung", unit="persons", columns=("Bev",))
MEAN = WeightedMean(measures=("quote",), weight="bevoelkerung", min_coverage=0.9)


def test_gemeinden_carried_up_by_weight(registry):
    raw = table(
        ("03159001", 2022, "Bev", 100.0, "wert"),
        ("03159002", 2022, "Bev", 300.0, "wert"),
        ("03159001", 2022, "Quote", 10.0, "wert"),
        ("03159002", 2022, "Quote", 30.0, "wert"),
        ("08111000", 2022, "Bev", 600.0, "eingeschraenkt"),
        ("08111000", 2022, "Quote", 25.7, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(RATE, WEIGHT, weighted_mean=MEAN), registry, UNITS)
    assert value(mapped, "03159", 2022, "quote") == (25.0, "berechnet")
    assert value(mapped, "03159", 2022, "bevoelkerung") == (400.0, "berechnet")
    assert value(mapped, "08111", 2022, "quote") == (25.7, "wert")
    assert value(mapped, "08111", 2022, "bevoelkerung") == (600.0, "eingeschraenkt")
    assert value(mapped, "08111000", 2022, "quote") == (25.7, "wert")
    total, status = value(mapped, "DG", 2022, "quote")
    assert total == pytest.approx((100 * 10 + 300 * 30 + 600 * 25.7) / 1000)
    assert status == "berechnet"


def test_too_little_coverage_is_not_computed(registry):
    raw = table(
        ("03159001", 2022, "Bev", 100.0, "wert"),
        ("03159002", 2022, "Bev", 300.0, "wert"),
        ("03159001", 2022, "Quote", 10.0, "wert"),
        ("03159002", 2022, "Quote", None, "unbekannt"),
    )
    mapped = mapping.to_observations(raw, dataset(RATE, WEIGHT, weighted_mean=MEAN), registry, UNITS)
    assert value(mapped, "03159", 2022, "quote") == (None, "nicht_berechenbar")
    assert value(mapped, "03159", 2022, "bevoelkerung") == (400.0, "berechnet")


def test_unknown_gemeinde_still_weighs_in_its_kreis(registry):
    raw = table(
        ("03159001", 2022, "Bev", 100.0, "wert"),
        ("03159777", 2022, "Bev", 100.0, "wert"),
        ("03159001", 2022, "Quote", 10.0, "wert"),
        ("03159777", 2022, "Quote", 20.0, "wert"),
    )
    mapped = mapping.to_observations(raw, dataset(RATE, WEIGHT, weighted_mean=MEAN), registry, UNITS)
    assert value(mapped, "03159", 2022, "quote") == (15.0, "berechnet")
    assert "03159777" not in mapped.observations["ags"].to_list()


def test_complete_count_says_zero_for_todays_regions_of_the_last_year(registry):
    raw = table(("03159", 2014, "Arbeitslose", 5.0, "wert"), ("08111", 2017, "Arbeitslose", 2.0, "wert"))
    mapped = mapping.to_observations(raw, dataset(COUNT, layout={"zero_level": "kreis"}), registry, UNITS)
    assert value(mapped, "08111", 2014) == (0.0, "nichts_vorhanden")
    assert value(mapped, "03159", 2014) == (5.0, "wert")
    assert "03152" not in mapped.observations["ags"].to_list()


def test_land_of_one_kreis_counts_as_that_kreis_in_a_table_of_kreise(registry):
    read = table(("08", 2023, "Arbeitslose", 7.0, "wert"), ("03159", 2023, "Arbeitslose", 5.0, "wert"))
    observed = mapping.to_observations(read, dataset(COUNT), registry, UNITS).observations
    assert dict(observed.select("ags", "value").iter_rows()) == {"03159": 5, "08": 7, "08111": 7}


def test_land_of_one_kreis_stays_a_land_in_a_table_of_laender(registry):
    read = table(("08", 2023, "Arbeitslose", 7.0, "wert"), ("03", 2023, "Arbeitslose", 5.0, "wert"))
    observed = mapping.to_observations(read, dataset(COUNT), registry, UNITS).observations
    assert observed["ags"].to_list() == ["03", "08"]


def test_result_is_valid_and_sorted(registry):
    raw = table(("03159", 2023, "Arbeitslose", 1.0, "wert"), ("03", 2023, "Arbeitslose", 1.0, "wert"))
    observations = mapping.to_observations(raw, dataset(COUNT), registry, UNITS).observations
    Observations.validate(observations)
    assert observations["ags"].to_list() == ["03", "03159"]
