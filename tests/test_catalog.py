"""The shipped catalogue: every file loads, says what it must, and its rules find their columns."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from indicators import catalog
from indicators.catalog import Catalog, Dataset, Indicator, MeasureSource
from indicators.errors import InputError
from indicators.importers import READERS
from indicators.importers.mapping import rule_matches
from indicators.observations import TOTAL

ROOT = Path(__file__).parents[1] / "data" / "catalog"
SHIPPED = catalog.load(ROOT)

REQUIRED = {
    "auslaenderanteil", "auslaenderanteil_zensus", "einwanderungsgeschichte", "schutzsuchende",
    "asylbewerberleistungen", "einbuergerungen", "aufenthaltstitel",
    "kita_kinder_auslaendischer_herkunft", "betreuungsquote_u3", "auslaendische_schueler",
    "bildungsbeteiligung_auslaendischer_schueler", "gymnasialanteil", "hauptschulanteil",
    "schulabgaenge_ohne_abschluss", "schulabgaenge_ohne_abschluss_niedersachsen",
    "schulabsolvierende_mit_abschluss", "auslaendische_berufsschueler", "auslaendische_studierende",
    "arbeitslosenquote", "auslaenderanteil_arbeitslose", "anteil_langzeitarbeitslose",
    "beschaeftigungsquote", "beschaeftigte_wohnort", "sgb2_quote", "sgb2_leistungsberechtigte",
    "mindestsicherungsquote", "kurzarbeit", "ads_anfragen", "ads_anfragen_agg", "hasskriminalitaet",
    "angriffe_unterkuenfte", "angriffe_auf_gefluechtete", "rechte_angriffe_sachsen",
    "svr_integrationsklima", "nadira_diskriminierung", "einbuergerungsquote_niedersachsen",
    "steuerkraft", "schluesselzuweisungen", "kassenkredite", "personal_kommunen",
}  # fmt: skip
NO_UMLAUT = re.compile(
    r"\b\w*(?:schueler|auslaend|ueber|fuer|gefluecht|einbuerg|beschaeft|taetig)\w*", re.IGNORECASE
)
"""Substitutes for umlauts that a German text of this catalogue could carry by mistake."""
NO_LICENCE_PAGE = ("Quellenangabe", "Zitat einzelner Zahlen")


def _ids(things: Mapping[str, object]) -> list[str]:
    return sorted(things)


def _texts(entry: Indicator | Dataset) -> Iterator[str]:
    yield entry.title
    if isinstance(entry, Indicator):
        yield from (entry.definition, *entry.pitfalls)
    else:
        yield from (
            *entry.notes,
            *(rule.title for rule in entry.measures),
            *(r.reason for r in entry.recodes),
            *(w.reason for w in entry.wrong),
        )
    yield from (b.reason for b in entry.breaks)


def _groups(indicator: Indicator, known: Catalog) -> set[str]:
    """The groups that the indicator's sources can give."""
    source = indicator.source
    if isinstance(source, MeasureSource):
        return {
            rule.group
            for name in source.datasets
            for rule in known.datasets[name].measures
            if rule.measure == source.measure
        }
    if source.numerator.group is not None:
        return {TOTAL}
    return {
        r.group
        for r in known.datasets[source.numerator.dataset].measures
        if r.measure == source.numerator.measure
    }


def test_the_indicators_that_were_ordered_exist_and_are_enough() -> None:
    main = [i for i in SHIPPED.indicators.values() if i.role == "main"]

    assert set(SHIPPED.indicators) >= REQUIRED
    assert len(main) >= 35
    assert {i.handlungsfeld for i in main} == set(SHIPPED.handlungsfelder)


def test_titles_are_unique_so_that_a_choice_is_unambiguous() -> None:
    titles = Counter(i.title for i in SHIPPED.indicators.values())

    assert [title for title, count in titles.items() if count > 1] == []


def test_every_dataset_is_used_and_every_unit_and_group_too() -> None:
    used = {d for i in SHIPPED.indicators.values() for d in i.datasets}
    rules = [rule for d in SHIPPED.datasets.values() for rule in d.measures]

    assert set(SHIPPED.datasets) == used
    assert set(SHIPPED.units) == {r.unit for r in rules} | {i.unit for i in SHIPPED.indicators.values()}
    assert set(SHIPPED.groups) == {rule.group for rule in rules}


def test_every_file_lies_where_the_catalogue_looks_for_it() -> None:
    found = {p.stem for p in (ROOT / "indicators").rglob("*.toml")}

    assert found == set(SHIPPED.indicators)
    assert len(list((ROOT / "indicators").rglob("*.toml"))) == len(SHIPPED.indicators)


@pytest.mark.parametrize(
    "name", _ids({**SHIPPED.datasets, **SHIPPED.indicators, **SHIPPED.units, **SHIPPED.groups})
)
def test_ids_are_ascii_snake_case(name: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


@pytest.mark.parametrize("name", _ids(SHIPPED.indicators))
def test_an_indicator_says_what_a_reader_must_know(name: str) -> None:
    indicator = SHIPPED.indicators[name]

    assert 3 <= len(indicator.title) < 60
    assert indicator.definition.endswith(".")
    assert len(indicator.definition) > 40
    assert all(p.endswith(".") for p in indicator.pitfalls)
    assert (indicator.role == "main") <= bool(indicator.pitfalls or indicator.breaks)
    if indicator.is_computed:
        assert (
            "berechne" in indicator.definition
            or "Berechnung" in indicator.definition
            or indicator.role != "main"
        )


@pytest.mark.parametrize("name", _ids({**SHIPPED.indicators, **SHIPPED.datasets}))
def test_texts_are_german_with_umlauts(name: str) -> None:
    for entry in (SHIPPED.indicators.get(name), SHIPPED.datasets.get(name)):
        if entry is not None:
            assert [text for text in _texts(entry) if NO_UMLAUT.search(text)] == []


@pytest.mark.parametrize("name", _ids(SHIPPED.indicators))
def test_a_comparison_names_groups_that_the_source_has(name: str) -> None:
    indicator = SHIPPED.indicators[name]
    groups = _groups(indicator, SHIPPED)

    assert groups
    if indicator.comparison is not None:
        assert {indicator.comparison.group, indicator.comparison.reference_group} <= groups


def test_context_and_counted_incidents_are_never_valued() -> None:
    neutral = ("demografie", "diskriminierung", "finanzkraft")
    valued = [
        i.id for i in SHIPPED.indicators.values() if i.handlungsfeld in neutral and i.direction != "neutral"
    ]
    context = [
        i.id
        for i in SHIPPED.indicators.values()
        if i.context != (i.handlungsfeld in ("demografie", "finanzkraft"))
    ]

    assert valued == []
    assert context == []


def test_shares_of_foreigners_are_never_valued() -> None:
    shares = [i for i in SHIPPED.indicators.values() if "auslaenderanteil" in i.id]

    assert len(shares) > 5
    assert {i.direction for i in shares} == {"neutral"}


def test_a_second_source_says_how_it_differs() -> None:
    words = ("Unterscheidet sich", "Eigene Kennung", "Gleiche Werte", "Anders als")
    second = [i for i in SHIPPED.indicators.values() if i.role == "second_source"]

    assert second
    assert [i.id for i in second if not any(word in i.definition for word in words)] == []


def test_the_two_series_with_one_source_have_it() -> None:
    assert SHIPPED.indicators["auslaenderanteil"].datasets == ("inkar_2024_kreise",)
    assert SHIPPED.indicators["arbeitslosenquote"].datasets == ("regionalstatistik_13211_02_05_4",)


@pytest.mark.parametrize("name", _ids(SHIPPED.datasets))
def test_a_dataset_can_be_cited(name: str) -> None:
    dataset = SHIPPED.datasets[name]
    producer = re.search(r"\(([^()]+)\)", dataset.producer)
    short = producer[1] if producer else dataset.producer

    assert short in dataset.attribution or dataset.producer in dataset.attribution
    assert dataset.licence.casefold() in dataset.attribution.casefold()
    assert dataset.url.startswith("https://")
    assert dataset.edition
    assert dataset.table
    assert dataset.format in READERS
    if dataset.licence == "dl-de/by-2-0":
        assert "www.govdata.de/dl-de/by-2-0" in dataset.attribution
        assert "Daten verändert" in dataset.attribution
    if dataset.licence not in NO_LICENCE_PAGE:
        assert dataset.licence_url.startswith("https://")


@pytest.mark.parametrize("name", _ids(SHIPPED.datasets))
def test_the_input_of_a_dataset_is_pinned(name: str) -> None:
    dataset = SHIPPED.datasets[name]

    assert dataset.inputs
    assert all(set(i.sha256) != {"0"} for i in dataset.inputs)


@pytest.mark.parametrize("name", _ids(SHIPPED.datasets))
def test_measures_have_one_unit_and_title_and_no_group_twice(name: str) -> None:
    rules = SHIPPED.datasets[name].measures
    keys = Counter((r.measure, r.group) for r in rules)

    assert max(keys.values()) == 1
    for measure in {r.measure for r in rules}:
        assert len({(r.unit, r.title) for r in rules if r.measure == measure}) == 1


@pytest.mark.parametrize("name", _ids(SHIPPED.datasets))
def test_every_column_of_a_rule_is_in_the_published_file(name: str, sources: Path) -> None:
    dataset = SHIPPED.datasets[name]
    tables = [READERS[dataset.format](sources / entry.path, dataset) for entry in dataset.inputs]
    labels = {label for table in tables for label in table.cells["column"].unique()}
    plain = {column for rule in dataset.measures for column in rule.columns if "*" not in column}

    assert {rule for table in tables for rule in rule_matches(table, dataset)} == set(dataset.measures)
    assert plain <= labels


def test_a_dataset_with_an_unknown_entry_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "datasets" / "inkar_2024_kreise.toml").read_text(encoding="utf-8")
    broken = tmp_path / "inkar_2024_kreise.toml"
    broken.write_text('herausgeber = "BBSR"\n' + text, encoding="utf-8")

    with pytest.raises(InputError, match="herausgeber"):
        catalog.read_dataset(broken)


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('title = "Arbeitslosenquote"', "", "„title“ passt nicht: er fehlt."),
        ("decimals = 1", 'decimals = "x"', "erwartet wird eine ganze Zahl."),
        ("decimals = 1", "decimals = -3", "er muss mindestens 0 sein."),
        ('direction = "lower_is_better"', 'direction = "egal"', "'lower_is_better' oder 'neutral'"),
        ("[source]", "[source", "Zeile 12, Spalte 8: Die Datei ist kein gültiges TOML."),
    ],
)
def test_a_mistake_in_a_declaration_is_told_in_german(tmp_path, written, instead, told):
    root = tmp_path / "catalog"
    shutil.copytree(ROOT, root)
    path = root / "indicators" / "arbeit" / "arbeitslosenquote.toml"
    text = path.read_text(encoding="utf-8")
    assert written in text
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        catalog.load(root)
    assert told in str(caught.value)
    assert "arbeitslosenquote.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("integrationskurse", "bund_integrationskurse"), ("bund_integrationskurs", "bund_integrationskurse")],
)
def test_an_unknown_id_is_answered_with_what_may_be_meant(declared, typed, meant):
    with pytest.raises(InputError, match=f"Gemeint vielleicht: .*{meant}"):
        declared.programme(typed)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.toml")), ids=lambda path: path.stem)
def test_no_text_sends_a_reader_to_a_file_that_only_developers_have(path: Path) -> None:
    written = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    assert "docs/" not in written
