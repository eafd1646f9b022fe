"""Commands on indicators: show a value, list what there is, build and import figures."""

import argparse
from pathlib import Path
from typing import Any

from indicators import build, catalog, lookup, regions, texts
from indicators.cli import funding
from indicators.cli.parser import command, json_option, print_json
from indicators.importers import overlay
from indicators.observations import TOTAL


def add(commands: Any) -> None:
    """Add these commands to the parser."""
    _add_show(commands)
    _add_lists(commands)
    _add_intake(commands)


def _add_show(commands: Any) -> None:
    show = command(commands, "show", _show, "Den Wert eines Indikators für eine Region zeigen.")
    show.add_argument("--indicator", required=True, metavar="ID", help="Kennung des Indikators")
    show.add_argument(
        "--region", required=True, metavar="AGS", help="DG, Land (2), Kreis (5) oder Gemeinde (8 Stellen)"
    )
    show.add_argument("--year", type=int, metavar="JAHR", help="Jahr; ohne Angabe das letzte mit Wert")
    show.add_argument("--group", default=TOTAL, metavar="GRUPPE", help=f"Gruppe; ohne Angabe „{TOTAL}“")
    json_option(show)


def _add_lists(commands: Any) -> None:
    listed = command(commands, "catalog", _catalog, "Alle Indikatoren mit Definition und Quelle auflisten.")
    listed.add_argument(
        "--programmes", action="store_true", help="statt der Indikatoren die Förderprogramme auflisten"
    )
    json_option(listed)
    json_option(command(commands, "regions", _regions, "Alle Regionen auflisten."))


def _add_intake(commands: Any) -> None:
    built = command(commands, "build", _build, "Die Zahlen aus den amtlichen Dateien neu zusammenstellen.")
    built.add_argument(
        "--sources", required=True, type=Path, metavar="ORDNER", help="Ordner der Quelldateien"
    )
    built.add_argument("--out", type=Path, metavar="ORDNER", help="Zielordner; ohne Angabe data/")
    taken = command(commands, "import", _import, "Eine heruntergeladene amtliche Datei einlesen.")
    taken.add_argument("file", type=Path, metavar="DATEI", help="die Datei, wie sie vom Portal kommt")
    taken.add_argument("--dry-run", action="store_true", help="nur zeigen, was geschähe")
    json_option(taken)


def _show(arguments: argparse.Namespace) -> None:
    declared = catalog.load()
    indicator = declared.indicator(arguments.indicator)
    region = regions.load().get(arguments.region)
    shown = lookup.value_of(indicator, declared, region.ags, group=arguments.group, year=arguments.year)
    if arguments.json:
        print_json({**shown, "region_name": region.display_name})
        return
    group = declared.groups[shown["group"]].title
    place = f"{region.display_name}, {shown['year'] or 'kein Jahr'}, {group}"
    print(f"{indicator.title}, {place}: {shown['text']}")
    print(f"Status: {shown['status_text']}")
    if shown["value"] is None:
        print(_where_values_are(shown))
    print(f"Quelle: {shown['source']}")


def _where_values_are(shown: dict[str, Any]) -> str:
    """What there is instead of the value that was asked for."""
    if shown["years"]:
        return f"Jahre mit Wert für diese Region und Gruppe: {texts.span(shown['years'])}"
    levels = ", ".join(regions.LEVELS[level] for level in shown["levels"])
    return f"Für diese Region und Gruppe liegt in keinem Jahr ein Wert vor; Ebenen mit Werten: {levels}"


def _catalog(arguments: argparse.Namespace) -> None:
    if arguments.programmes:
        funding.list_programmes(as_json=arguments.json)
        return
    declared = catalog.load()
    entries = [lookup.description(indicator, declared) for indicator in declared.indicators.values()]
    if arguments.json:
        print_json(entries)
        return
    for entry in entries:
        years = texts.span(entry["years"]) or "ohne Werte"
        print(f"{entry['id']}: {entry['title']} ({entry['unit_title']}; {years})")


def _regions(arguments: argparse.Namespace) -> None:
    registry = regions.load()
    members = {m.region_ags for m in registry.members()}
    listed = [r for level in regions.LEVELS for r in registry.of_level(level)]
    if arguments.json:
        print_json(
            [
                {
                    "ags": r.ags,
                    "name": r.display_name,
                    "level": r.level,
                    "parent": r.parent,
                    "kreistyp": r.kreistyp,
                    "groessenklasse": r.groessenklasse,
                    "population": r.population,
                    "member": r.ags in members,
                }
                for r in listed
            ]
        )
        return
    for region in listed:
        print(f"{region.ags}\t{region.display_name}\t{region.level}")


def _build(arguments: argparse.Namespace) -> None:
    print(build.run(arguments.sources, arguments.out).text())


def _import(arguments: argparse.Namespace) -> None:
    plan = overlay.plan(arguments.file, catalog.load(), regions.load())
    if not arguments.dry_run:
        overlay.apply(plan)
    if arguments.json:
        print_json({**plan.as_json(), "dry_run": arguments.dry_run})
        return
    print(plan.text())
    if plan.match is not None:
        print(_outcome(plan, dry_run=arguments.dry_run))


def _outcome(plan: overlay.ImportPlan, *, dry_run: bool) -> str:
    if not plan.changes_anything:
        return "Alle Werte sind schon gespeichert: Es war nichts zu übernehmen."
    return "Probelauf: Es wurde nichts übernommen." if dry_run else "Die Werte sind übernommen."
