"""The profile of every member stands on one page of paper."""

import re
import subprocess

import pytest

from indicators import briefs, exports, regions
from indicators.briefs.findings import subject
from indicators.figures.comparison_model import Multiples, Panel
from indicators.report import Report

MEMBERS = tuple(dict.fromkeys(m.region_ags for m in regions.load().members()))


@pytest.mark.parametrize("ags", MEMBERS)
def test_a_profile_has_one_page(world, tmp_path, ags):
    path = tmp_path / "profil.pdf"
    path.write_bytes(exports.render(briefs.profile_report(world.registry.get(ags), world), "pdf"))
    shown = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Pages:\s+1\n", shown)


def panels_of(report: Report) -> tuple[Panel, ...]:
    """The small charts of a profile."""
    chart = report.figures[0].chart
    assert isinstance(chart, Multiples)
    return chart.panels


def test_values_of_the_kreis_stand_under_its_name_also_where_the_first_of_all_is_one(world):
    """METHODS 1. Apfeltrach publishes a handful itself; most of its profile is of the Kreis Unterallgäu."""
    region = world.registry.get("09778113")
    own, kreis = (
        {subject(entry, world).what for entry in block.entries} for block in world.profile_of(region).blocks
    )
    report = briefs.profile_report(region, world)
    names = [str(row[0]) for row in report.tables[0].rows]
    of_kreis = [name for name in names if name.endswith(" (Unterallgäu)")]
    assert {name.removesuffix(" (Unterallgäu)") for name in of_kreis} <= kreis
    assert {name for name in names if name not in of_kreis} <= own
    assert of_kreis
    assert all(panel.title.endswith(" (Unterallgäu)") for panel in panels_of(report))


@pytest.mark.parametrize("ags", ["16", "03101", "03256", "08111", "09778113"])
def test_one_line_says_which_groups_all_panels_compare(world, ags):
    """Thüringen compares with Germans at school and with everybody at work: no line is true of both."""
    report = briefs.profile_report(world.registry.get(ags), world)
    profile = world.profile_of(world.registry.get(ags))
    compared = {
        entry.indicator.title: entry.compared.group
        for block in profile.blocks
        for entry in block.entries
        if entry.compared
    }
    references = {compared[panel.title.removesuffix(" (Unterallgäu)")] for panel in panels_of(report)}
    assert len(references) == 1
    assert world.catalog.groups[references.pop()].title in report.figures[0].subtitle
