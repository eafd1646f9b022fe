"""Amounts per head: the population of the same year, named, or the reason why there is none."""

import pytest

from indicators import funding_heads, series
from indicators.catalog import TargetGroup

FORTSCHREIBUNG_2011 = "Bevölkerungsfortschreibung (Zensus 2011), 31.12."
KREISE = ("gemeindeverzeichnis_kreise",)


def heads(basis, ags, declared, registry, **more):
    return funding_heads.heads(basis, ags, declared, registry, series.values, **more)


def test_inhabitants_of_stuttgart_by_year_and_population(declared, registry):
    found = heads("einwohner", "08111", declared, registry)
    assert found[2024].count == 612_663
    assert found[2024].population.startswith("Bevölkerungsfortschreibung (Zensus 2022)")
    assert found[2015].count == 623_738
    assert [found[year].count for year in (2021, 2022, 2023)] == [626_275, 632_865, 633_484]
    assert {found[year].population for year in (2015, 2021, 2022, 2023)} == {FORTSCHREIBUNG_2011}
    assert (found[2021].indicator, found[2021].dataset) == (
        "bevoelkerung_zensus2011",
        "gemeindeverzeichnis_kreise",
    )
    assert 2019 not in found


def test_bases_of_the_population_are_never_one_name(declared, registry):
    osnabrueck = heads("einwohner", "03404", declared, registry)
    assert osnabrueck[2021].count == 165_034
    named = [osnabrueck[year].population for year in (2010, 2011, 2021, 2022, 2024)]
    assert ["Volkszählung 1987" in named[0], "Zensus 2011" in named[1]] == [True, True]
    assert named[1] == named[2]
    assert all("Zensus 2022" in name for name in named[3:])


def test_without_a_kreis_the_sum_of_the_land_is_not_taken(declared, registry):
    assert 2022 not in {
        y for y, h in heads("einwohner", "12", declared, registry).items() if h.dataset in KREISE
    }
    assert heads("einwohner", "12", declared, registry)[2021].count == 2_537_868
    assert heads("einwohner", "DG", declared, registry)[2021].count == 83_237_124
    assert heads("einwohner", "DG", declared, registry)[2022].population.startswith("Zensus 2022")


def test_foreigners_of_the_register_are_named_as_such(declared, registry):
    leipzig = heads("auslaender", "14713", declared, registry)
    assert leipzig[2024].population.startswith("Ausländerzentralregister")
    stuttgart = heads("auslaender", "08111", declared, registry)
    assert stuttgart[2024].count == 168_081
    assert stuttgart[2024].population == "Bevölkerungsfortschreibung, 30.11.2024"


def test_amount_per_inhabitant_of_germany_2023(declared, registry):
    persons = heads("einwohner", "DG", declared, registry)
    per_head, reason, population = funding_heads.per_head(
        967_597_188.13, 2023, persons, "einwohner", is_several=False
    )
    assert per_head == pytest.approx(967_597_188.13 / registry.get("DG").population)
    assert (reason, population) == ("", FORTSCHREIBUNG_2011)
    assert funding_heads.per_head(647_978_946.04, 2019, persons, "einwohner", is_several=False) == (
        None,
        "nicht berechenbar: keine Einwohnerzahl für 2019",
        "",
    )


def test_amounts_for_several_years_are_not_divided(declared, registry):
    persons = heads("einwohner", "DG", declared, registry)
    per_head, reason, _ = funding_heads.per_head(1.0, 2023, persons, "einwohner", is_several=True)
    assert per_head is None
    assert "mehrere Jahre" in reason


def test_target_group_counts_persons_or_is_not_computable(declared, registry):
    target = TargetGroup(title="Schutzsuchende", indicator="schutzsuchende", group="insgesamt")
    found = heads("zielgruppe", "08111", declared, registry, target=target)
    assert found[2024].count == 22_900
    assert found[2024].population.startswith("Schutzsuchende")
    rate = TargetGroup(title="SGB II", indicator="sgb2_quote", group="insgesamt")
    assert heads("zielgruppe", "08111", declared, registry, target=rate) == {}
    assert heads("zielgruppe", "08111", declared, registry) == {}
