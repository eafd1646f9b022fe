"""A report as a file: each module turns a `report.Report` into bytes; `FORMATS` lists them."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

from indicators.report import Report


@dataclass(frozen=True)
class Format:
    """A kind of file: the module that renders it is loaded when it is first asked for."""

    suffix: str
    mime: str
    label: str

    def render(self, report: Report) -> bytes:
        """The report as such a file."""
        made: bytes = import_module(f"indicators.exports.{self.suffix}").render(report)
        return made


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

FORMATS: Final[dict[str, Format]] = {
    one.suffix: one
    for one in (
        Format("pdf", "application/pdf", "PDF (barrierefrei)"),
        Format("docx", f"{_OFFICE}.wordprocessingml.document", "Word (bearbeitbar)"),
        Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel (rechnet mit)"),
        Format("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint (für die Sitzung)"),
    )
}
"""Formats by suffix, in the order in which they are offered."""


def render(report: Report, suffix: str) -> bytes:
    """The report as a file of this suffix; KeyError if there is no such format."""
    return FORMATS[suffix].render(report)
