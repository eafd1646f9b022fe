"""Sentences and labels about money: amounts, value types, programmes, terms, findings. METHODS 3 and 5."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

from indicators.catalog import Catalog, Evidence, Programme
from indicators.catalog.money import EVIDENCE, INDEXATIONS, LEGAL_CHARACTERS, RECIPIENTS
from indicators.formats import MISSING, NBSP, number, with_unit
from indicators.funding import Apart
from indicators.overviews import MoneyState

_MILLION: Final = 1_000_000.0
_MILLIONS: Final = f"Mio.{NBSP}€"
"""The unit in one piece: no line ends before the sign."""
_AS_MILLIONS: Final = 2_000_000
_ONE_DECIMAL: Final = 100_000_000
_NO_END: Final = 2100
"""`BudgetTitle.to_year` of a title that still holds."""

SOLL_IST: Final = (
    "Soll: im Haushaltsplan veranschlagt. Ist: nach der Haushaltsrechnung ausgegeben. Beide sind eigene "
    "Reihen. Ansatz und Planung sind Plangrößen kommunaler Haushalte, Bewilligung ist der zugesagte Betrag."
)
NOT_BROKEN_DOWN: Final = (
    "Beträge von Bund und Land gelten für ihr ganzes Gebiet; sie werden nicht auf Kommunen umgelegt."
)
WEAK: Final = frozenset({"sekundaer", "geschaetzt"})
"""Levels of evidence that are shown as such wherever a figure stands."""
NOT_ADDED: Final[dict[Apart, str]] = {
    "total": "Summen, in denen andere Programme enthalten sind",
    "partly": "nur ein nicht bezifferter Teil gilt der Integration",
    "part": "in einem anderen Programm enthalten",
    "weaker": "schwächer belegt und womöglich überschneidend",
}
"""Why amounts are not added to others."""
OPEN_SUCCESSOR: Final = "Nachfolge offen"


def scale(largest: float) -> tuple[float, str, int]:
    """Divisor, unit and decimals in which amounts up to this one read well.

    In full below two millions. From there on in millions with about four digits, as METHODS 3 and 4 write
    them: two decimals (15,34), from a hundred millions on one (967,6).
    """
    if abs(largest) < _AS_MILLIONS:
        return 1.0, "€", 0
    return _MILLION, _MILLIONS, 2 if abs(largest) < _ONE_DECIMAL else 1


def amount(euro: float | None) -> str:
    """An amount as every page and paper says it: "15,34 Mio. €", "967,6 Mio. €", "599.800 €"."""
    if euro is None:
        return MISSING
    divisor, unit, decimals = scale(euro)
    return with_unit(number(euro / divisor, decimals), unit)


def per_head(euro: float | None) -> str:
    """An amount per head, to the cent."""
    return with_unit(number(euro, 2), "€")


def state(found: MoneyState) -> str:
    """What is known about money in one sentence: programmes by funder, amounts, latest years."""
    listed = ", ".join(f"{funder} {count}" for funder, count in found.programmes.items())
    latest = ", ".join(f"neuestes {kind} {year}" for kind, year in found.latest.items())
    said = f"{number(sum(found.programmes.values()))} Förderprogramme ({listed}), "
    said += f"{number(found.amounts)} Beträge aus {number(found.sources)} Quellen, jeder mit Fundstelle"
    return f"{said}; {latest}." if latest else f"{said}."


def value_type(name: str, budget: str = "") -> str:
    """A value type with its budget ("Soll, 1. Nachtrag")."""
    return f"{name}, {budget}" if budget else name


def period(year: int, year_end: int | None) -> str:
    """The year, or the years that one amount covers ("2018–2019")."""
    return str(year) if year_end is None or year_end == year else f"{year}–{year_end}"


def day(when: date | None, otherwise: str = "") -> str:
    """A day as people write it."""
    return otherwise if when is None else f"{when:%d.%m.%Y}"


def programme_label(programme: Programme) -> str:
    """Funder and title, as lists show them."""
    return f"{programme.funder} · {programme.title}"


def successor(name: str, catalog: Catalog) -> str:
    """What follows the end of a programme in words; empty where nothing is said."""
    if name == "offen":
        return OPEN_SUCCESSOR
    return f"Nachfolge: {catalog.programmes[name].title}" if name in catalog.programmes else ""


def not_added(programme: Programme, catalog: Catalog) -> str:
    """Why the amounts of a programme are not added to those of others; empty where they are."""
    if programme.total:
        return "Summe, in der andere Programme enthalten sind: nicht mit ihnen addieren"
    if programme.partly:
        return "Nur ein nicht bezifferter Teil gilt der Integration: nicht mit anderen Beträgen addieren"
    if programme.part_of:
        return f"Teil von „{catalog.programmes[programme.part_of].title}“: nicht dazu addieren"
    return ""


def left_out(rows: Iterable[Mapping[str, Any]], catalog: Catalog) -> list[str]:
    """What a sum leaves out, with names and amounts, one sentence per reason.

    Args:
        rows: Rows that `funding_structure.taken_and_beside` leaves beside.
        catalog: The catalogue, for the titles.
    """
    named: dict[Apart, list[str]] = {}
    for row in rows:
        title = catalog.programmes[row["programme"]].title
        named.setdefault(row["why"], []).append(f"{title} {amount(row['amount_eur'])}")
    return [
        f"Nicht addiert ({why}): {'; '.join(named[key])}." for key, why in NOT_ADDED.items() if key in named
    ]


def other_source(kind: str, year: int, source: str, catalog: Catalog) -> str:
    """That a series comes from another source from a year on."""
    known = catalog.funding_sources.get(source)
    title = known.title if known else source
    return f"{kind} ab {year}: andere Quelle ({title}), mit den Jahren davor nicht verbunden."


def term(programme: Programme, catalog: Catalog) -> str:
    """The term of a programme in words."""
    start, end = day(programme.term_start), day(programme.term_end)
    if not end:
        return f"seit {start}, ein Ende nennt die Quelle nicht" if start else "nennt die Quelle nicht"
    words = f"{start} bis {end}" if start else f"bis {end}"
    follows = successor(programme.successor, catalog)
    return f"{words}; {follows}" if follows else words


def facts(programme: Programme, catalog: Catalog) -> list[tuple[str, str]]:
    """What is known about a programme, as names and texts."""
    field = catalog.funding_fields[programme.handlungsfeld].title
    legal = LEGAL_CHARACTERS[programme.legal_character] if programme.legal_character else ""
    indexed = INDEXATIONS[programme.indexation] if programme.indexation else ""
    named = "" if programme.name_is_official else "Gebräuchlicher Name, nicht die Bezeichnung im Haushalt."
    return [
        (name, text)
        for name, text in (
            ("Mittelgeber", programme.funder),
            ("Handlungsfeld", field),
            ("Zweck", programme.purpose),
            ("Wer erhält die Mittel", ", ".join(RECIPIENTS[r] for r in programme.recipients)),
            ("Rechtsgrundlage", programme.legal_basis),
            ("Rechtscharakter", legal),
            ("Laufzeit", term(programme, catalog)),
            ("Dynamisierung", indexed),
            ("Haushaltstitel", budget_titles(programme)),
            ("Summen", not_added(programme, catalog)),
            ("Zu beachten", named),
            *(("Zu beachten", note) for note in programme.notes),
        )
        if text
    ]


def budget_titles(programme: Programme) -> str:
    """The titles of the federal budget, with the years for which they hold where they changed."""
    return ", ".join(
        (f"{t.chapter}/{t.title}" if t.title != "*" else f"Kapitel {t.chapter} insgesamt")
        + (f" (bis {t.to_year})" if t.to_year < _NO_END else "")
        for t in programme.titles
    )


def evidence(levels: Collection[str]) -> str:
    """The evidence of several figures, the best first ("amtlich, sekundär")."""
    return ", ".join(title for level, title in EVIDENCE.items() if level in levels)


def evidence_badge(level: Evidence) -> str:
    """The evidence level where it is second-hand or an estimate, for marks beside a figure; else empty."""
    return f"Beleg: {EVIDENCE[level]}" if level in WEAK else ""
