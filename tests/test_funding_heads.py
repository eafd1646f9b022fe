"""Amounts per head: the population of the same year, named, or the reason why there is none."""

import polars as pl
import pytest

from indicators import funding_heads, series
from indicators.catalog import TargetGroup


def heads(basis, ags, declared, registry, **more):
    return funding_heads.heads(basis, ags, declared, registry, series.values, **more)


def rows(**columns):
    return pl.DataFrame(columns, schema_overrides={"year": pl.Int16, "year_end": pl.Int16})


def test_inhabitants_of_stuttgart_by_year_and_population(declared, registry):
    found = heads("einwohner", "08111", declared, registry)
    assert found[2024].count == 612_663
    assert found[2024].population.startswith("Bevölkerungsfortschreibung (Zensus 2022)")
    assert found[2015].count == 623_738
    assert found[2022].population.startswith("Zensus 2022")
    assert 2019 not in found


def test_foreigners_of_the_register_are_named_as_such(declared, registry):
    leipzig = heads("auslaender", "14713", declared, registry)
    assert leipzig[2024].population.startswith("Ausländerzentralregister")
    stuttgart = heads("auslaender", "08111", declared, registry)
    assert stuttgart[2024].count == 168_081
    assert stuttgart[2024].population == "Bevölkerungsfortschreibung, 30.11.2024"


def test_amount_per_inhabitant_of_germany_2023(declared, registry):
    persons = heads("einwohner", "DG", declared, registry)
    found = funding_heads.per_head(
        rows(year=[2023, 2019], amount_eur=[967_597_188.13, 647_978_946.04]), persons, "einwohner"
    )
    assert found["per_head"][0] == pytest.approx(967_597_188.13 / registry.get("DG").population)
    assert "31.12.2023" in found["population"][0]
    assert found["per_head"][1] is None
    assert found["head_reason"][1] == "nicht berechenbar: keine Einwohnerzahl für 2019"


def test_amounts_for_several_years_are_not_divided(declared, registry):
    persons = heads("einwohner", "DG", declared, registry)
    found = funding_heads.per_head(rows(year=[2023], year_end=[2025], amount_eur=[1.0]), persons, "einwohner")
    assert found["per_head"].item() is None
    assert "mehrere Jahre" in found["head_reason"].item()


def test_target_group_counts_persons_or_is_not_computable(declared, registry):
    target = TargetGroup(title="Schutzsuchende", indicator="schutzsuchende", group="insgesamt")
    found = heads("zielgruppe", "08111", declared, registry, target=target)
    assert found[2024].count == 22_900
    assert found[2024].population.startswith("Schutzsuchende")
    rate = TargetGroup(title="SGB II", indicator="sgb2_quote", group="insgesamt")
    assert heads("zielgruppe", "08111", declared, registry, target=rate) == {}
    assert heads("zielgruppe", "08111", declared, registry) == {}
