"""The profile of every member stands on one page of paper."""

import re
import subprocess

import pytest

from indicators import briefs, exports, regions

MEMBERS = tuple(dict.fromkeys(m.region_ags for m in regions.load().members()))


@pytest.mark.parametrize("ags", MEMBERS)
def test_a_profile_has_one_page(world, tmp_path, ags):
    path = tmp_path / "profil.pdf"
    path.write_bytes(exports.render(briefs.profile_report(world.registry.get(ags), world), "pdf"))
    shown = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Pages:\s+1\n", shown)
