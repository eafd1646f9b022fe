"""The command that writes a brief as a file, or a profile of every member."""

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import cast

from indicators import briefs, exports
from indicators.briefs import Choice, World
from indicators.briefs.choice import STYLE
from indicators.catalog import Programme
from indicators.cli.parser import Parser
from indicators.errors import InputError, reason
from indicators.gap_cases import real
from indicators.gaps.model import MEASURES, Measure
from indicators.regions import Region
from indicators.report import Report


def add_to(parser: Parser) -> None:
    """Add the options of this command."""
    parser.set_defaults(run=_brief)
    parser.add_argument("--region", metavar="AGS", help="DG, Land (2), Kreis (5) oder Gemeinde (8 Stellen)")
    parser.add_argument("--all", action="store_true", help="für jedes Mitglied das Profil als PDF schreiben")
    parser.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="DATEI",
        help="Datei (Endung wählt das Format); mit --all Ordner",
    )
    parser.add_argument("--handlungsfeld", default="", metavar="ID", help="nur dieses Handlungsfeld")
    parser.add_argument("--measures", metavar="MASSE", help=f"mit Komma getrennt: {', '.join(MEASURES)}")
    parser.add_argument("--programme", default="", metavar="ID", help="Programm für die Realwertlücke")
    parser.add_argument("--style", default=STYLE, metavar="ID", help="Gliederung der Kommune")
    parser.add_argument(
        "--profile", action="store_true", help="das Profil auf einer Seite statt des Arguments"
    )
    parser.add_argument("--force", action="store_true", help="vorhandene Dateien überschreiben")


def _brief(arguments: argparse.Namespace) -> None:
    if arguments.all == bool(arguments.region):
        raise InputError("Bitte genau eines angeben: --region AGS oder --all.")
    if arguments.all:
        _every_member(arguments.out, force=arguments.force)
    else:
        _one(arguments)


def _one(arguments: argparse.Namespace) -> None:
    """One region, in the format of the ending."""
    target: Path = arguments.out
    suffix = target.suffix.lower().removeprefix(".")
    if suffix not in exports.FORMATS:
        raise InputError(
            f"Ein Format „{target.suffix or target.name}“ gibt es nicht.",
            f"Bitte eine dieser Endungen verwenden: {', '.join(f'.{known}' for known in exports.FORMATS)}.",
        )
    _check_free(target, force=arguments.force)
    world = briefs.load()
    report = _report(arguments, world)
    _write(target, exports.render(report, suffix))
    print(f"Geschrieben: {target}")


def _report(arguments: argparse.Namespace, world: World) -> Report:
    region = world.registry.get(arguments.region)
    if arguments.profile:
        return briefs.profile_report(region, world)
    return briefs.build(_choice(arguments, world), world)


def _choice(arguments: argparse.Namespace, world: World) -> Choice:
    """The choice of the options; every id that does not exist is refused."""
    catalog = world.catalog
    if arguments.handlungsfeld and arguments.handlungsfeld not in catalog.handlungsfelder:
        raise InputError(
            f"Ein Handlungsfeld „{arguments.handlungsfeld}“ gibt es nicht.",
            f"Bekannt sind: {', '.join(catalog.handlungsfelder)}.",
        )
    proposed = Choice.of(world.registry.get(arguments.region).ags)
    if arguments.programme:
        _check_programme(catalog.programme(arguments.programme), proposed, world)
    measures = None
    if arguments.measures is not None:
        measures = tuple(part.strip() for part in arguments.measures.split(",") if part.strip())
    return replace(
        proposed,
        asked=replace(proposed.asked, programme=arguments.programme),
        handlungsfeld=arguments.handlungsfeld,
        measures=cast("tuple[Measure, ...] | None", measures),
        style=arguments.style,
    )


def _check_programme(programme: Programme, choice: Choice, world: World) -> None:
    """Refuse a programme whose amounts cannot be compared for the region."""
    offered = [p.id for p in real.programmes(world.facts, choice.region)]
    if programme.id not in offered:
        raise InputError(
            f"Für „{programme.title}“ gibt es in dieser Region keine zwei vergleichbaren Jahre.",
            f"Möglich sind: {', '.join(offered) or 'keine'}.",
        )


def _every_member(folder: Path, *, force: bool) -> None:
    """The profile of every member as PDF, with a line for each."""
    world = briefs.load()
    codes = dict.fromkeys(m.region_ags for m in world.registry.members())
    members = [world.registry.get(code) for code in codes]
    targets = [folder / f"profil-{region.ags}.pdf" for region in members]
    for target in targets:
        _check_free(target, force=force)
    for place, (region, target) in enumerate(zip(members, targets, strict=True), start=1):
        _write(target, exports.render(briefs.profile_report(region, world), "pdf"))
        print(f"{place} von {len(members)}: {_line(region, target)}", flush=True)


def _line(region: Region, target: Path) -> str:
    return f"{region.display_name} ({target.name})"


def _check_free(target: Path, *, force: bool) -> None:
    """Refuse to replace a file, unless that is wanted; nothing is computed before."""
    if target.is_dir():
        raise InputError(f"„{target}“ ist ein Ordner.", "Bitte den Namen einer Datei angeben.")
    if target.exists() and not force:
        raise InputError(
            f"Die Datei „{target}“ gibt es schon.",
            "Bitte einen anderen Namen wählen oder mit --force überschreiben.",
        )


def _write(target: Path, content: bytes) -> None:
    """Write the file as a whole: beside its place first, so that nobody sees half of it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            beside.chmod(0o644)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"„{target}“ kann nicht geschrieben werden: {reason(error)}.", "Bitte einen anderen Ort wählen."
        ) from error
