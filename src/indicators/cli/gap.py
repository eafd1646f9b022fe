"""The command on funding gaps: the five measures on shipped figures of a region, or on free inputs."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from indicators import gap_cases
from indicators.cli import gap_free
from indicators.cli.gap_json import as_json, as_text
from indicators.cli.parser import Parser, json_option, print_json
from indicators.gap_cases import Question
from indicators.gap_cases.facts import EVERYBODY, FUNDING, NEEDS, PARITY, PEER_SETS
from indicators.gaps.assumptions import MIDDLE, PRESETS, AssumptionSet, Own
from indicators.gaps.model import FundingGap, Measure

_NUMBERS: Final = "Zahlen: 12.345,6 oder 12345.6 oder 58e6; ein Punkt vor drei Ziffern trennt Tausender."
Run = Callable[[argparse.Namespace], Sequence[FundingGap]]

_EXAMPLES: Final[dict[Measure, str]] = {
    "realwert": "realwert --amount 58e6 --base-amount 58e6 --index 121.9 --base-index 96.4\n"
    "realwert --region 08111 --programme integrationsmanagement_bw --base-year 2017 --year 2025",
    "vergleich": "vergleich --region 08111 --peers kreistyp\nvergleich --table kommunen.csv --row 08111",
    "paritaet": "paritaet --rate 15 --reference 6.5 --persons 400 --effect 0.15 --unit-cost 4000\n"
    "paritaet --region 03404 --indicator arbeitslosenquote",
    "standard": "standard --persons 4000 --staff 25 --ratio 100 --cost 105820\n"
    "standard --region 08111 --lump-sum-standard landespauschale_stuttgart_2024",
    "struktur": "struktur --before 1469090 --after 599800 --before-year 2024 --year 2027\n"
    "struktur --region 05515",
}


def add_to(parser: Parser) -> None:
    """Add the five measures of this command."""
    measures = parser.add_subparsers(title="Maße", required=True, metavar="MASS", parser_class=Parser)
    _add_real_value(measures)
    _add_comparison(measures)
    _add_parity(measures)
    _add_staffing(measures)
    _add_structure(measures)


def _measure(measures: Any, name: Measure, text: str, free: Run) -> Parser:
    """A measure that computes for a region where one is given, else from free inputs."""

    def run(arguments: argparse.Namespace) -> None:
        is_shipped = arguments.region or getattr(arguments, "programme", "")
        found = _of_region(arguments, name) if is_shipped else free(arguments)
        if arguments.json:
            print_json(as_json(found))
        else:
            print(as_text(found))

    made: Parser = measures.add_parser(name, help=text, description=text)
    made.set_defaults(run=run)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    lines = "\n".join(f"  python -m indicators gap {line}" for line in _EXAMPLES[name].splitlines())
    made.epilog = f"{_NUMBERS}\n\nBeispiele:\n{lines}"
    made.add_argument("--region", metavar="AGS", help="mit den mitgelieferten Zahlen dieser Region rechnen")
    made.add_argument(
        "--assumptions", choices=tuple(PRESETS), default=MIDDLE, metavar="SATZ", help=", ".join(PRESETS)
    )
    made.add_argument("--reason", default="", metavar="TEXT", help="Begründung der eigenen Werte")
    json_option(made)
    return made


def _numbers(parser: Parser, names: dict[str, str]) -> None:
    """Options that take a number; read as people write it (12.345,6 or 12345.6 or 58e6)."""
    for name, text in names.items():
        parser.add_argument(f"--{name}", metavar="ZAHL", help=text)


def _add_real_value(measures: Any) -> None:
    made = _measure(measures, "realwert", "Kaufkraft, die seit einem Basisjahr verloren ging.", gap_free.real)
    made.add_argument("--programme", default="", metavar="ID", help="Kennung des Programms (mit --region)")
    made.add_argument("--value-type", default="", metavar="ART", help="Ist, Soll, Ansatz, … (mit --region)")
    made.add_argument("--base-year", type=int, metavar="JAHR", help="Basisjahr")
    made.add_argument("--year", type=int, metavar="JAHR", help="betrachtetes Jahr")
    _numbers(
        made,
        {
            "amount": "Betrag im betrachteten Jahr",
            "base-amount": "Betrag im Basisjahr",
            "index": "Preis- oder Lohnindex im betrachteten Jahr",
            "base-index": "derselbe Index im Basisjahr",
            "persons": "Personen der Zielgruppe im betrachteten Jahr",
            "base-persons": "Personen der Zielgruppe im Basisjahr",
        },
    )


def _add_comparison(measures: Any) -> None:
    made = _measure(
        measures,
        "vergleich",
        "Mittel je Kopf, verglichen mit Kommunen ähnlichen Bedarfs.",
        gap_free.comparison,
    )
    made.add_argument("--funding", default=FUNDING, metavar="ID", help="Indikator der Mittel je Kopf")
    made.add_argument("--needs", default=",".join(NEEDS), metavar="ID,ID", help="Indikatoren des Bedarfs")
    made.add_argument(
        "--peers", choices=tuple(PEER_SETS), default=EVERYBODY, metavar="GRUPPE", help=", ".join(PEER_SETS)
    )
    made.add_argument("--selection", default="", metavar="AGS,AGS", help="Kreise der eigenen Auswahl")
    made.add_argument(
        "--table",
        type=Path,
        metavar="DATEI",
        help="eigene CSV-Tabelle: Schlüssel, Mittel je Kopf, Merkmale des Bedarfs",
    )
    made.add_argument("--row", default="", metavar="SCHLÜSSEL", help="die eigene Zeile der Tabelle")
    _numbers(made, {"inhabitants": "Einwohnerinnen und Einwohner der eigenen Kommune"})


def _add_parity(measures: Any) -> None:
    made = _measure(
        measures,
        "paritaet",
        "Personen zwischen heute und Parität, und ein Szenario in Euro.",
        gap_free.parity_gaps,
    )
    made.add_argument("--indicator", default=PARITY, metavar="ID", help="Indikator (mit --region)")
    made.add_argument(
        "--direction",
        choices=("lower_is_better", "higher_is_better"),
        default="lower_is_better",
        metavar="RICHTUNG",
        help="lower_is_better oder higher_is_better",
    )
    made.add_argument("--per", type=int, choices=(100, 1000), default=100, metavar="JE", help="100 oder 1000")
    _numbers(
        made,
        {
            "rate": "Wert der Gruppe",
            "reference": "Wert der Vergleichsgruppe",
            "persons": "Personen der Gruppe",
            "effect": "Nettowirkung je Platz, zum Beispiel 0,15",
            "effect-low": "niedrige Nettowirkung",
            "effect-high": "hohe Nettowirkung",
            "unit-cost": "Kosten je Platz in Euro",
            "funds": "vorhandene Mittel in Euro",
        },
    )


def _add_staffing(measures: Any) -> None:
    made = _measure(
        measures,
        "standard",
        "Kosten von Stellen nach einem Schlüssel oder über die Pauschale hinaus.",
        gap_free.staffing_gaps,
    )
    made.add_argument("--ratio-standard", default="", metavar="ID", help="Richtwert (mit --region)")
    made.add_argument("--lump-sum-standard", default="", metavar="ID", help="Pauschale (mit --region)")
    made.add_argument("--grade", default="", metavar="GRUPPE", help="Entgeltgruppe, zum Beispiel „E 9b“")
    _numbers(
        made,
        {
            "persons": "Personen, die zu betreuen sind",
            "staff": "vorhandene Stellen (VZÄ)",
            "ratio": "Personen je VZÄ",
            "ratio-low": "unteres Ende des Schlüssels",
            "ratio-high": "oberes Ende des Schlüssels",
            "cost": "Vollkosten je VZÄ und Jahr",
            "lump-sum": "gezahlte Pauschale je VZÄ",
            "personnel": "Personalkosten je VZÄ",
            "workplace": "Sachkosten je VZÄ",
            "overhead": "Gemeinkosten in Prozent der Personalkosten",
            "base-cost": "Kosten je VZÄ in einem früheren Jahr",
            "base-index": "Index in diesem Jahr",
            "index": "Index im betrachteten Jahr",
        },
    )


def _add_structure(measures: Any) -> None:
    made = _measure(measures, "struktur", "Wer bezahlt, und was ausläuft.", gap_free.structure_gaps)
    made.add_argument("--before-year", type=int, metavar="JAHR", help="Jahr des früheren Betrags")
    made.add_argument("--year", type=int, metavar="JAHR", help="betrachtetes Jahr")
    made.add_argument(
        "--positions",
        type=Path,
        metavar="DATEI",
        help="CSV: titel, betrag, mittelgeber, ende (JJJJ-MM-TT), nachfolge (Betrag oder leer)",
    )
    _numbers(
        made,
        {
            "before": "früherer Betrag",
            "after": "späterer Betrag",
            "expenditure": "gesamter Aufwand",
        },
    )


def _of_region(arguments: argparse.Namespace, measure: Measure) -> Sequence[FundingGap]:
    """The calculations of a measure for a region, with what was given as own values."""
    facts = gap_cases.load()
    given = vars(arguments)
    programme = given.get("programme", "")
    region = arguments.region or facts.catalog.programme(programme).region
    asked = Question(
        facts.registry.get(region).ags,
        programme=programme,
        value_type=given.get("value_type", ""),
        base_year=given.get("base_year"),
        year=given.get("year"),
        per_head=False,
        peer_set=given.get("peers", EVERYBODY),
        selection=_listed(given.get("selection", "")),
        funding=given.get("funding", FUNDING),
        needs=_listed(given.get("needs", "")) or NEEDS,
        indicator=given.get("indicator", ""),
        ratio=given.get("ratio_standard", ""),
        grade=given.get("grade", ""),
        lump_sum=given.get("lump_sum_standard", ""),
        assumptions=AssumptionSet(
            PRESETS[arguments.assumptions], arguments.assumptions, _own(arguments, measure)
        ),
    )
    if asked.programme:
        facts.catalog.programme(asked.programme)
    for wanted in (asked.ratio, asked.lump_sum):
        if wanted:
            facts.catalog.standard(wanted)
    settled = asked if asked.programme else gap_cases.settled(facts, asked)
    return gap_cases.of_measure(facts, settled, measure).gaps


_OWN: Final[dict[Measure, dict[str, str]]] = {
    "realwert": {"index": "wage_index", "base_index": "base_wage_index"},
    "paritaet": {
        "persons": "group_persons",
        "effect": "effect",
        "effect_low": "effect_low",
        "effect_high": "effect_high",
        "unit_cost": "unit_cost",
        "funds": "funds",
    },
    "standard": {
        "persons": "caseload",
        "staff": "staff",
        "ratio": "ratio",
        "cost": "full_cost",
        "lump_sum": "paid",
    },
}
"""Options that are own values of assumptions, by measure."""


def _own(arguments: argparse.Namespace, measure: Measure) -> tuple[Own, ...]:
    found = []
    for option, key in _OWN.get(measure, {}).items():
        value = gap_free.number_option(arguments, option)
        if value is not None:
            found.append(Own(key, value, gap_free.reason_of(arguments)))
    return tuple(found)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
