"""What the page of sources says about coverage, conflicts and the roster."""

from indicators import inventory, series


def test_coverage_tells_years_with_few_regions_apart(declared, registry):
    values = series.values(declared.indicator("beschaeftigungsquote"))
    (kreise,) = inventory.coverage(values, registry)
    assert (kreise.level, kreise.regions, kreise.of) == ("kreis", 400, 400)
    assert kreise.thin_years == (2018, 2019, 2020, 2021, 2022)
    assert kreise.years[-1] == 2023


def test_coverage_of_a_table_with_all_levels(declared, registry):
    values = series.values(declared.indicator("arbeitslosenquote"))
    found = {c.level: c for c in inventory.coverage(values, registry)}
    assert (found["bund"].regions, found["land"].regions, found["kreis"].regions) == (1, 16, 400)
    assert not {2021, 2022, 2024} & set(found["kreis"].years)


def test_every_indicator_is_listed_with_source_and_licence(declared):
    values = {i.id: series.values(i) for i in declared.indicators.values()}
    table = inventory.indicator_table(declared, values)
    assert table["Kennung"].to_list() == list(declared.indicators)
    for column in ("Jahre", "Ebenen", "Gruppen", "Quelle", "Lizenz"):
        assert (table[column].str.len_chars() > 0).all(), column


def test_conflicts_name_both_sides(declared):
    table = inventory.conflicts(declared)
    assert "Abruf 2015-2020" in table["Verwendet"].to_list()
    assert "Abruf 2001-2016" in table["Daneben"].to_list()


def test_roster_names_the_kreis_of_towns_within_one(registry):
    table = inventory.member_table(registry)
    kreis = dict(table.select("Mitglied", "Werte des Kreises unter").iter_rows())
    assert kreis["Hannover"] == "Region Hannover"
    assert kreis["Stuttgart"] == ""


def test_nothing_imported_yet(declared, tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))
    assert inventory.imported(declared).is_empty()
    assert inventory.revisions().is_empty()


def test_programmes_and_standards_are_listed_with_source_and_evidence(declared, registry):
    programmes = inventory.programme_table(declared, registry)
    assert programmes["Kennung"].to_list() == list(declared.programmes)
    standards = inventory.standard_table(declared)
    index = standards.filter(Kennung="verbraucherpreisindex")["Wert"].item()
    assert "2017: 96,4" in index
    assert "2025: 121,9" in index
    for table in (programmes, standards):
        for column in ("Quelle", "Beleg"):
            assert (table[column].str.len_chars() > 0).all(), column


def test_a_source_of_funding_figures_is_described_with_licence_and_files(declared):
    facts = dict(inventory.source_facts(declared.funding_sources["bund_ist"]))
    assert facts["Herausgeber"] == "Bundesministerium der Finanzen"
    assert facts["Lizenz"]
    assert "HR20" in facts["Datei"]
