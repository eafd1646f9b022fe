"""The figures of a brief as files: every one in both forms, with its sources, the same bytes each time."""

from io import BytesIO
from zipfile import ZipFile

from indicators import briefs
from indicators.exports import pictures


def test_every_figure_with_text_and_source() -> None:
    report = briefs.build(briefs.Choice.of("16053"), briefs.load())
    made = pictures.render(report)
    with ZipFile(BytesIO(made)) as file:
        names = file.namelist()
        text = file.read("abbildungen.txt").decode("utf-8-sig")
        assert file.read(names[0]).startswith(b"<?xml")
        assert file.read(names[1]).startswith(b"\x89PNG")
    assert len(names) == 2 * len(report.figures) + 1
    for figure in report.figures:
        assert figure.title in text
        assert figure.alt in text
    assert "Quelle: " in text
    assert pictures.render(report) == made
