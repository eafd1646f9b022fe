"""A word of a hundred letters that somebody typed stays on the page of the office files in LibreOffice."""

import re
import subprocess

from tests.exports.office_samples import with_gaps, with_own_text

from indicators.exports import render

WORD = "Wortohneende" * 9
EDGES = {"docx": (210 - 22) / 25.4 * 72, "pptx": (13.333 - 0.6) * 72}
"""Right edge of the text in points."""


def test_endless_words_stay_within_the_margins(declared, registry, tmp_path):
    report = with_own_text(with_gaps(declared, registry), WORD)
    for suffix in EDGES:
        (tmp_path / f"{suffix}.{suffix}").write_bytes(render(report, suffix))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    files = [str(tmp_path / f"{suffix}.{suffix}") for suffix in EDGES]
    command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for suffix, edge in EDGES.items():
        shown = subprocess.run(
            ["pdftotext", "-bbox", str(tmp_path / f"{suffix}.pdf"), "-"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        rights = [float(right) for right in re.findall(r'xMax="([\d.]+)"', shown)]
        assert "Wortohneende" in shown
        assert max(rights) < edge + 2
