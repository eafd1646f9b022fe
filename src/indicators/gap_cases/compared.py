"""M2 for a Kreis: its funding per inhabitant against Kreise of like need. METHODS 4 M2."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from indicators import funding_heads, peers
from indicators.catalog import Indicator
from indicators.errors import InputError
from indicators.gap_cases import inputs
from indicators.gap_cases.facts import EVERYBODY, Facts, Question
from indicators.gaps.model import SUM_YEARS, FundingGap, GapInput, Result, not_computable
from indicators.gaps.need_adjusted import fitted
from indicators.gaps.regression import Column, NeedData, Regression
from indicators.needs import is_money
from indicators.observations import TOTAL, published
from indicators.regions import Region

ALL_REASON: Final = (
    "Alle Kreise und kreisfreien Städte: die größte Stichprobe. Unterschiede des Bedarfs berücksichtigt die "
    "Regression."
)
_TITLE: Final = "Bedarfsadjustierter Vergleich"
_SEVERAL_YEARS: Final = (
    "Die Beträge fassen mehrere Jahre zusammen und sind keine Jahresbeträge; bezogen sind sie auf die "
    "Einwohnerzahl des letzten dieser Jahre."
)


@dataclass(frozen=True, eq=False)
class Compared:
    """The gap with the fit behind it, for the picture; `fit` is None where there is no regression."""

    gap: FundingGap
    region: Region | None
    peers: str
    fit: Regression | None = None


def fundings(facts: Facts) -> tuple[Indicator, ...]:
    """The indicators of funding per inhabitant: means per head, not what is owed."""
    return tuple(i for i in facts.catalog.indicators.values() if _is_funding(facts, i))


def _is_funding(facts: Facts, indicator: Indicator) -> bool:
    return indicator.role == "main" and is_money(indicator, facts.catalog)


def needs(facts: Facts) -> tuple[Indicator, ...]:
    """The indicators that can stand for need and that Kreise have for everybody."""
    return tuple(
        i for i in facts.catalog.indicators.values() if _is_need(i) and _latest(facts, i) is not None
    )


def _is_need(indicator: Indicator) -> bool:
    """True for shares, without those of money."""
    return (
        indicator.handlungsfeld in ("demografie", "arbeit", "bildung")
        and indicator.unit == "percent"
        and indicator.role == "main"
    )


def _checked(facts: Facts, asked: Question) -> tuple[Indicator, tuple[Indicator, ...]]:
    """Money and need of a question, which a link or a command may name as it likes."""
    funding = facts.catalog.indicator(asked.funding)
    wanted = tuple(facts.catalog.indicator(n) for n in asked.needs)
    if not _is_funding(facts, funding):
        offered = ", ".join(i.id for i in fundings(facts))
        raise InputError(
            f"„{funding.title}“ ist kein Betrag je Einwohnerin und Einwohner, den eine Kommune erhält oder "
            "einsetzt.",
            f"Bitte eine dieser Angaben als Mittel wählen: {offered}.",
        )
    for indicator in wanted:
        if not _is_need(indicator):
            raise InputError(
                f"„{indicator.title}“ kann nicht für den Bedarf stehen: Dafür braucht es einen Anteil in "
                "Prozent aus Demografie, Bildung oder Arbeit.",
                "Bitte ein anderes Merkmal des Bedarfs wählen.",
            )
    return funding, wanted


def _latest(facts: Facts, indicator: Indicator) -> int | None:
    """The last year in which Kreise have values for everybody."""
    return facts.values(indicator).filter(_kreise(), pl.col("group") == TOTAL, published())["year"].max()  # type: ignore[return-value]


def compare(facts: Facts, asked: Question) -> Compared:
    """The need-adjusted comparison of the Kreis of a region.

    Raises:
        InputError: What is asked for as money or need is neither; German, says what can be.
    """
    funding, wanted = _checked(facts, asked)
    region = facts.registry.get(asked.region)
    kreis = peers.compared_region(region, facts.registry)
    if kreis is None:
        reason = (
            "Verglichen werden Kreise und kreisfreie Städte. Bitte oben eine Kommune statt eines Landes oder "
            "Deutschlands wählen."
        )
        return Compared(not_computable("vergleich", _TITLE, "eur_per_inhabitant", reason), None, "")
    codes, reason = _peers(facts, asked, kreis)
    year = _year(facts, (funding, *wanted), kreis.ags)
    if year is None:
        titles = ", ".join(i.title for i in (funding, *wanted))
        why = f"Für {kreis.display_name} gibt es kein Jahr, in dem alle Merkmale vorliegen: {titles}."
        return Compared(
            not_computable("vergleich", _TITLE, "eur_per_inhabitant", f"{why} Bitte andere Merkmale wählen."),
            kreis,
            reason,
        )
    data = _need_data(facts, funding, wanted, year, (kreis.ags, *codes))
    found, fit = fitted(data, kreis.ags, _inhabitants(facts, kreis, year))
    limits = tuple(f"{funding.title}: {p}" for p in funding.pitfalls)
    if found.amount is not None and funding.sum_years > 1:
        years = Result(SUM_YEARS, "Jahre, die ein Betrag zusammenfasst", float(funding.sum_years), "number")
        found = replace(found, results=(*found.results, years), limits=(*found.limits, _SEVERAL_YEARS))
    found = replace(found, limits=(*found.limits, *limits))
    return Compared(found, kreis, reason, fit)


def _peers(facts: Facts, asked: Question, kreis: Region) -> tuple[tuple[str, ...], str]:
    """Codes of the peers and the sentence that says why these."""
    if asked.peer_set == EVERYBODY:
        return tuple(k.ags for k in facts.registry.of_level("kreis") if k.ags != kreis.ags), ALL_REASON
    found = peers.peer_set(
        kreis,
        asked.peer_set,
        facts.registry,
        found=facts.context,
        rule=facts.catalog.neighbours,
        selection=asked.selection,
    )
    return found.codes, f"{found.title}: {found.reason}"


def _kreise() -> pl.Expr:
    return pl.col("ags").str.len_chars() == len("08111")


def _year(facts: Facts, used: tuple[Indicator, ...], ags: str) -> int | None:
    """The last year in which the Kreis has every value."""
    years = [{row.year for row in facts.known(i, ags, TOTAL)} for i in used]
    common = set.intersection(*years) if years else set()
    return max(common, default=None)


def _need_data(
    facts: Facts, funding: Indicator, wanted: tuple[Indicator, ...], year: int, codes: tuple[str, ...]
) -> NeedData:
    sections = {indicator.id: facts.section(indicator, year) for indicator in (funding, *wanted)}
    columns = {key: [section.get(code) for code in codes] for key, section in sections.items()}
    return NeedData(
        pl.DataFrame(
            {"ags": codes, **columns}, schema={"ags": pl.String, **dict.fromkeys(columns, pl.Float64)}
        ),
        _column(facts, funding, year, "eur_per_inhabitant"),
        tuple(_column(facts, i, year, "percent") for i in wanted),
    )


def _column(facts: Facts, indicator: Indicator, year: int, unit: str) -> Column:
    return Column(
        indicator.id,
        indicator.title,
        "eur_per_inhabitant" if unit == "eur_per_inhabitant" else "percent",
        indicator.decimals,
        year,
        inputs.source_of_dataset(facts, indicator.datasets[0]),
        f"indicator:{indicator.id}",
    )


def _inhabitants(facts: Facts, kreis: Region, year: int) -> GapInput | None:
    """Inhabitants of the same year; None where no source counts them."""
    head = funding_heads.heads("einwohner", kreis.ags, facts.catalog, facts.registry, facts.values).get(year)
    if head is None:
        return None
    published_in = f": {inputs.source_of_dataset(facts, head.dataset)}" if head.dataset else ""
    return GapInput(
        "inhabitants",
        f"Einwohnerinnen und Einwohner {year}",
        head.count,
        "persons",
        source=f"{head.population}{year}{published_in}",
        link=f"indicator:{head.indicator}" if head.indicator else f"region:{kreis.ags}",
        year=year,
    )
