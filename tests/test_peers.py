"""Peer sets: who is compared with whom, and whether the nearest ones look alike."""

import numpy as np
import polars as pl
import pytest

from indicators import peers, series
from indicators.errors import InputError


@pytest.fixture(scope="module")
def found(declared, registry):
    return peers.context(declared, registry)


@pytest.fixture(scope="module")
def set_of(declared, registry, found):
    def of(ags, set_id=peers.NEAREST, selection=()):
        kreis = registry.get(ags)
        return peers.peer_set(
            kreis, set_id, registry, found=found, rule=declared.neighbours, selection=selection
        )

    return of


def test_features_are_standardised_over_all_kreise(found):
    assert found.scores.height == 400
    assert found.left_out == ()
    assert found.years == {
        "bevoelkerung": 2023,
        "dichte": 2023,
        "auslaenderanteil": 2022,
        "sgb2_quote": 2021,
        "steuerkraft": 2019,
    }
    for feature in found.features:
        assert found.scores[feature.id].mean() == pytest.approx(0, abs=1e-9)
        assert found.scores[feature.id].std(ddof=0) == pytest.approx(1)


def test_logarithm_is_taken_exactly_where_the_distribution_is_very_skewed(found):
    for feature in found.features:
        assert (found.raw[feature.id].skew() > 1.5) == feature.log, feature.id


def test_distance_is_euclidean_over_the_standardised_features(found):
    one, other = (found.scores.filter(ags=ags).drop("ags").to_numpy()[0] for ags in ("08111", "09564"))
    near = peers.distances(found, "08111")
    assert near["09564"] == pytest.approx(np.linalg.norm(one - other))
    back = peers.distances(found, "09564")
    assert back["08111"] == pytest.approx(np.linalg.norm(one - other))
    assert len(near) == 399
    assert list(near.values()) == sorted(near.values())


def test_stuttgart_is_like_large_prosperous_cities(set_of, registry):
    near = set_of("08111")
    assert len(near.codes) == 10
    assert {"09564", "05111", "08222"} <= set(near.codes)  # Nürnberg, Düsseldorf, Mannheim
    assert all(registry.get(ags).population > 250_000 for ags in near.codes)
    assert list(near.distances.values()) == sorted(near.distances.values())


def test_jena_is_like_small_university_cities(set_of, registry):
    near = set_of("16053")
    assert {"12054", "07211", "16051"} <= set(near.codes)  # Potsdam, Trier, Erfurt
    assert all(registry.get(ags).population < 300_000 for ags in near.codes)
    assert "11000" not in near.codes


def test_osnabrueck_is_like_large_western_landkreise(set_of, registry):
    near = set_of("03459")
    assert {"03454", "05566"} <= set(near.codes)  # Emsland, Steinfurt
    assert not any(peers.is_urban(registry.get(ags)) for ags in near.codes)
    assert all(ags[:2] < "11" for ags in near.codes)
    assert max(near.distances.values()) < 1.2


def test_every_kreis_has_ten_neighbours_of_its_kind(set_of, registry):
    for kreis in registry.of_level("kreis")[::7]:
        near = set_of(kreis.ags)
        assert len(near.codes) == 10
        assert kreis.ags not in near.codes
        assert {peers.is_urban(registry.get(ags)) for ags in near.codes} == {peers.is_urban(kreis)}


def test_sets_of_the_registry(set_of, registry):
    leipzig = registry.get("14713")
    assert all(registry.get(a).kreistyp == leipzig.kreistyp for a in set_of("14713", "kreistyp").codes)
    assert len(set_of("14713", "kreistyp").codes) == 66
    assert all(
        registry.get(a).groessenklasse == "500.000–1 Mio." for a in set_of("14713", "groessenklasse").codes
    )
    assert len(set_of("14713", "land").codes) == 12
    assert "05334" in set_of("14713", "mitglieder").codes  # Aachen stands with its Kreis
    assert set_of("14713", "land").distances == {}


def test_own_selection_keeps_kreise_only_and_never_oneself(set_of):
    assert set_of("14713", peers.OWN, ("05315", "14713", "DG", "99999")).codes == ("05315",)


def test_city_state_has_no_other_kreis_in_its_land(set_of):
    assert set_of("02000", "land").codes == ()


def test_unknown_set_is_refused_in_german(set_of):
    with pytest.raises(InputError, match="Vergleichsgruppe"):
        set_of("14713", "nachbarn")


def test_gemeinde_is_compared_as_its_kreis(registry):
    assert peers.compared_region(registry.get("05334002"), registry) == registry.get("05334")
    assert peers.compared_region(registry.get("14713"), registry) == registry.get("14713")
    assert peers.compared_region(registry.get("14"), registry) is None
    assert peers.compared_region(registry.get("DG"), registry) is None


def test_kreis_without_a_feature_is_left_out_and_named(declared, registry, found):
    def without_leipzig(indicator):
        frame = series.values(indicator)
        return frame.filter(pl.col("ags") != "14713") if indicator.id == "sgb2_quote" else frame

    less = peers.context(declared, registry, without_leipzig)
    assert less.left_out == ("14713",)
    dresden = peers.peer_set(
        registry.get("14612"), peers.NEAREST, registry, found=less, rule=declared.neighbours
    )
    assert "14713" not in dresden.codes
    assert dresden.left_out == ("14713",)
    assert peers.distances(less, "14713") == {}


def test_neighbours_of_any_kind_where_the_catalogue_says_so(declared, registry, found):
    rule = declared.neighbours.model_copy(update={"same_kind": False, "count": 3})
    near = peers.peer_set(registry.get("08111"), peers.NEAREST, registry, found=found, rule=rule)
    assert len(near.codes) == 3
    assert near.title == "3 ähnlichste Kommunen"
