"""Registry, territorial changes and roster as shipped."""

import csv
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from indicators import regions, roster, settings
from indicators.errors import InputError


def test_counts_of_the_municipal_directory(registry):
    assert {level: len(registry.of_level(level)) for level in regions.LEVELS} == {
        "bund": 1,
        "land": 16,
        "kreis": 400,
        "gemeinde": 10_981,
    }


def test_frame_keeps_the_schema(registry):
    regions.Regions.validate(registry.frame)
    regions.TerritorialChanges.validate(registry.changes)


def test_regions_of_a_level_come_by_code(registry):
    for level in regions.LEVELS:
        codes = [region.ags for region in registry.of_level(level)]
        assert all(a < b for a, b in pairwise(codes))


def test_stuttgart_as_published(registry):
    kreis = registry.get("08111")
    assert (kreis.kind, kreis.area_km2, kreis.population) == ("Stadtkreis", 207.33, 633_484)
    assert (kreis.kreistyp, kreis.groessenklasse) == ("Kreisfreie Großstadt", "500.000–1 Mio.")
    gemeinde = registry.get("08111000")
    assert gemeinde.display_name == kreis.display_name == "Stuttgart"
    assert (gemeinde.parent, gemeinde.level, gemeinde.population) == ("08111", "gemeinde", 633_484)


def test_germany_is_the_sum_of_its_parts(registry):
    germany = registry.get("DG")
    # Bevölkerung am 31.12.2023 on the base of the Zensus 2011, as Destatis published it.
    assert germany.population == 84_669_326
    for level in ("land", "kreis", "gemeinde"):
        assert sum(region.population for region in registry.of_level(level)) == germany.population


def test_every_parent_exists_and_is_one_level_up(registry):
    above = {"land": {"bund"}, "kreis": {"land"}, "gemeinde": {"kreis", "land"}}
    level = dict(registry.frame.select("ags", pl.col("level").cast(pl.String)).iter_rows())
    for ags, parent in registry.frame.select("ags", "parent").iter_rows():
        assert ags == "DG" or level[parent] in above[level[ags]], ags
    outside = [region.ags for region in registry.of_level("gemeinde") if len(region.parent) == 2]
    assert outside == ["07000999", "13000999"]
    assert registry.kreis_of("07000999") is None


def test_relations(registry):
    assert registry.kreis_of("08416041").display_name == "Tübingen (Landkreis)"
    assert registry.kreis_of("08111").ags == "08111"
    assert registry.kreis_of("08") is None
    assert registry.land_of("08416041").name == "Baden-Württemberg"
    assert registry.land_of("DG") is None
    assert len(registry.children("DG")) == 16
    assert len(registry.children("08")) == 44
    assert [child.ags for child in registry.children("08111")] == ["08111000"]
    assert registry.children("08111000") == ()


@pytest.mark.parametrize(
    ("ags", "label"),
    [
        ("09162", "München (Stadt)"),
        ("09184", "München (Landkreis)"),
        ("09162000", "München"),
        ("03403", "Oldenburg (Stadt)"),
        ("03458", "Oldenburg (Landkreis)"),
        ("05358", "Düren (Kreis)"),
        ("08116", "Esslingen (Landkreis)"),
        ("03256", "Nienburg (Weser, Landkreis)"),
        ("03241", "Region Hannover"),
        ("07338", "Rhein-Pfalz-Kreis"),
        ("04", "Bremen (Land)"),
        ("05515000", "Münster"),
        ("09779187", "Münster (Donau-Ries)"),
        ("09184148", "Unterhaching"),
        ("12052000", "Cottbus"),
        ("14626600", "Weißwasser/O.L. / Běła Woda"),
        ("03154502", "Helmstedt, gemeindefreies Gebiet"),
        ("12019", "Cottbus (Landkreis, bis 1992)"),
        ("13001", "Greifswald (bis 2010)"),
        ("16056", "Eisenach (bis 2020)"),
    ],
)
def test_labels(registry, ags, label):
    assert registry.get(ags).display_name == label


def test_no_label_carries_a_title(registry):
    titles = (", Stadt", ", M", ", St", "Landeshauptstadt", "kreisfreie Stadt", ", Kreisstadt")
    labels = [r.display_name for level in regions.LEVELS for r in registry.of_level(level)]
    # Two Gemeinden of one Kreis are told apart by their titles only.
    assert [x for x in labels if any(title in x for title in titles)] == ["Garding, Stadt (Nordfriesland)"]


def test_landkreis_is_never_mistaken_for_a_town(registry):
    towns = {r.display_name for r in registry.of_level("gemeinde")}
    same = [r for r in registry.of_level("kreis") if r.display_name in towns]
    assert {r.kind for r in same} == {"Kreisfreie Stadt", "Stadtkreis"}


def test_every_region_on_land_has_a_point_in_germany(registry):
    now = registry.frame.filter(pl.col("valid_to").is_null())
    assert now.filter(pl.col("lon").is_null())["ags"].to_list() == ["07000999", "10042999", "13000999"]
    assert registry.get("DG").lat == pytest.approx(51.2, abs=0.5)


@pytest.mark.parametrize("ags", ["99999", "8111", "", "08111 ", "dg"])
def test_unknown_code_says_so(registry, ags):
    with pytest.raises(InputError, match=f"„{ags}“ gibt es nicht.*führender Null"):
        registry.get(ags)
    assert ags not in registry


def test_goettingen_and_osterode_became_one_in_2016(registry):
    assert [(c.ags_to, c.year, c.is_full) for c in registry.successors("03156")] == [("03159", 2016, True)]
    assert [c.ags_from for c in registry.predecessors("03159")] == ["03152", "03156"]
    assert registry.composed_of("03159", 2015) == ("03152", "03156")
    assert registry.composed_of("03159", 2016) == ("03159",)
    assert registry.get("03159").valid_from == 2016
    assert registry.get("03152").valid_to == 2015


def test_eisenach_joined_the_wartburgkreis_in_2021(registry):
    eisenach = registry.get("16056")
    assert (eisenach.valid_from, eisenach.valid_to, eisenach.kind) == (1997, 2020, "Kreisfreie Stadt")
    assert not eisenach.existed_in(2021)
    assert [(c.ags_to, c.year, c.is_full) for c in registry.successors("16056")] == [("16063", 2021, True)]
    assert registry.composed_of("16063", 2020) == ("16056", "16063")
    assert registry.composed_of("16063", 2021) == ("16063",)


def test_a_part_of_a_kreis_cannot_be_added_up(registry):
    # In 2019 Kaltennordheim went from the Wartburgkreis to Schmalkalden-Meiningen.
    part = next(c for c in registry.successors("16063") if c.ags_to == "16066")
    assert (part.year, part.kind) == (2019, "Teilfläche")
    assert part.share == pytest.approx(0.0268, abs=1e-4)
    assert registry.composed_of("16063", 2018) == registry.composed_of("16066", 2018) == ()
    assert registry.composed_of("16066", 2019) == ("16066",)


def test_reforms_of_the_nineties_and_2000s(registry):
    assert len(registry.former()) == 311
    assert registry.composed_of("08111", 1990) == ("08111",)
    assert registry.composed_of("05334", 2008) == ("05313", "05354")
    assert registry.composed_of("15090", 2006) == ("15363",)
    # Landkreis Zwickau: the city, Zwickauer Land and Chemnitzer Land, part of which went to Chemnitz in 1999.
    assert registry.composed_of("14524", 2007) == ("14167", "14173", "14193")
    assert registry.composed_of("14524", 1998) == ()
    assert [(c.ags_to, c.year) for c in registry.successors("14173", 1998)] == [
        ("14524", 2008),
        ("14511", 1999),
    ]
    assert [c.ags_to for c in registry.successors("14173", 1999)] == ["14524"]


def test_shares_of_a_dissolved_kreis_add_up_to_one(registry):
    for kreis in registry.former():
        last = [c.share for c in registry.successors(kreis.ags) if c.year == kreis.valid_to + 1]
        assert sum(last) == pytest.approx(1.0), kreis.ags


def test_successors_are_kreise_of_today(registry):
    today = {kreis.ags for kreis in registry.of_level("kreis")}
    assert set(registry.changes["ags_to"]) <= today
    assert all(code in registry for code in registry.changes["ags_from"])


def test_missing_registry_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="python -m indicators build"):
        regions.load(tmp_path)


def test_members_have_evidence_and_a_place(registry):
    members = {member.name: member for member in registry.members()}
    assert len(members) == 17
    assert "Wuppertal" not in members
    for member in members.values():
        assert member.grade in "ABC"
        assert member.evidence
        assert member.period
        assert member.url.startswith("http")
        assert registry.get(member.region_ags).level in ("kreis", "gemeinde")
    assert [m.name for m in registry.members()] == sorted(members)


def test_towns_within_a_kreis_are_marked(registry):
    within = {m.name: m for m in registry.members() if m.is_kreisangehoerig}
    assert set(within) == {
        "Hannover",
        "Aachen",
        "Saarbrücken",
        "Herten",
        "Arnsberg",
        "Schwäbisch Gmünd",
        "Tübingen",
    }
    kreise = {name: registry.get(m.kreis_ags).display_name for name, m in within.items()}
    assert kreise["Hannover"] == "Region Hannover"
    assert kreise["Tübingen"] == "Tübingen (Landkreis)"
    assert within["Tübingen"].region_ags == "08416041"


def test_kreisfreie_staedte_and_landkreise_stand_under_their_kreis_code(registry):
    code = {m.name: m.region_ags for m in registry.members()}
    assert (code["Stuttgart"], code["Hamburg"], code["Landkreis Osnabrück"]) == ("08111", "02000", "03459")


def test_shortened_addresses_are_no_links(registry):
    link = {m.name: m.link for m in registry.members()}
    assert link["Stuttgart"].startswith("https://stuttgart.de/")
    assert link["Hamburg"] is None


def test_wuppertal_stays_in_the_file_as_a_lead(registry):
    rows = roster.read(settings.data_dir() / "members.csv", registry.frame["ags"].to_list())
    assert {row.name for row in rows if row.grade == "D"} == {"Wuppertal"}
    assert set(roster.GRADES) == {"A", "B", "C", "D"}


def _broken_roster(tmp_path: Path, **changes: str) -> Path:
    with (settings.data_dir() / "members.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))[:2]
    rows[1].update(changes)
    path = tmp_path / "members.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("column", "value"),
    [("ags", "12345678"), ("kreis_ags", "08111"), ("kreis_ags", "3241"), ("grade", "E")],
)
def test_a_wrong_entry_of_the_roster_is_named(registry, tmp_path, column, value):
    path = _broken_roster(tmp_path, **{column: value})
    with pytest.raises(InputError, match=f"„members.csv“, Zeile 3, Spalte {column}: .*„{value}“"):
        roster.read(path, registry.frame["ags"].to_list())


def test_a_roster_without_a_column_is_refused(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("name,ags\nStuttgart,08111000\n", encoding="utf-8")
    with pytest.raises(InputError, match="kreis_ags, grade, period, url, evidence, as_of"):
        roster.read(path, ["08111000"])
