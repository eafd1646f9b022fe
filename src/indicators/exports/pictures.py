"""The figures of a report as files: each as SVG and PNG, in one ZIP with what they show and their sources."""

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from indicators.figures import printed
from indicators.report import Figure, Report, sources

WIDTH_MM: Final = 165.0
_READ_ME: Final = "abbildungen.txt"


def render(report: Report) -> bytes:
    """The ZIP of the figures; the same report gives the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        for number, figure in enumerate(report.figures, start=1):
            name = f"{number:02}_{figure.id}"
            _put(file, f"{name}.svg", printed.svg(figure.chart, WIDTH_MM), report)
            _put(file, f"{name}.png", printed.png(figure.chart, WIDTH_MM), report)
        _put(file, _READ_ME, _read_me(report).encode("utf-8-sig"), report)
    return made.getvalue()


def _put(file: ZipFile, name: str, content: bytes, report: Report) -> None:
    day = report.created
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    file.writestr(entry, content)


def _read_me(report: Report) -> str:
    """Title, what is drawn, text alternative and sources of every figure."""
    parts = [_about(number, figure, report) for number, figure in enumerate(report.figures, start=1)]
    head = f"{report.title}\r\nStand: {report.created:%d.%m.%Y} · {report.data_state}"
    return "\r\n\r\n".join([head, *parts]) + "\r\n"


def _about(number: int, figure: Figure, report: Report) -> str:
    named = [sources.text(source) for source in report.sources if source.id in figure.sources]
    lines = (f"{number:02}_{figure.id}", figure.title, figure.subtitle, figure.alt, figure.caption,
             *(f"Quelle: {text}" for text in named))  # fmt: skip
    return "\r\n".join(line for line in lines if line)
