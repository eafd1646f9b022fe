"""A report as Word file: `render(report)`; styles in `docx_styles`, tables and figures in `docx_blocks`."""

from io import BytesIO

from indicators.exports import docx_blocks, docx_styles, wording
from indicators.exports.docx_blocks import Writer
from indicators.exports.docx_parts import Footnotes, add_link
from indicators.exports.office import PROGRAM, dated, plain
from indicators.report import Report


def render(report: Report) -> bytes:
    """The report as DOCX; the same report gives the same bytes.

    Headings are headings, captions count and are referred to, sources stand in footnotes, pictures have
    alternative texts and tables repeat their heads.
    """
    writer = Writer(report, docx_styles.document_for(report), Footnotes())
    _write_head(writer)
    for heading, level, section in wording.headed(report.sections):
        writer.document.add_heading(plain(heading), level)
        if section is not None:
            docx_blocks.write(writer, section.blocks, level)
    docx_blocks.space_below_tables(writer.document)
    writer.notes.attach(writer.document)
    stream = BytesIO()
    writer.document.save(stream)
    return dated(stream.getvalue(), report.created)


def _write_head(writer: Writer) -> None:
    """What it is, for whom, from when, and how sentences are marked."""
    report, document = writer.report, writer.document
    document.add_paragraph(plain(report.style.document), docx_styles.LEAD)
    document.add_paragraph(plain(report.title), "Title")
    if report.subtitle:
        document.add_paragraph(plain(report.subtitle), "Subtitle")
    facts = [f"{report.region} · {report.created:%d.%m.%Y}"]
    if report.author:
        facts[0] += f" · {report.author}"
    facts.append(f"Datenstand: {report.data_state} · {PROGRAM}, Version {report.version}")
    facts.append(_legend(report))
    for fact in facts:
        document.add_paragraph(plain(fact), docx_styles.FACTS)
    if report.link:
        paragraph = document.add_paragraph("Diese Auswahl im Programm: ", docx_styles.FACTS)
        add_link(paragraph, report.link)


def _legend(report: Report) -> str:
    own = " „Eigener Text“ kennzeichnet Sätze, die für diese Vorlage geschrieben wurden."
    return (
        "Sätze ohne Kennzeichnung geben amtliche Zahlen wieder; eigene Berechnungen, Szenarien und eigene "
        "Angaben sind gekennzeichnet. Die Fußnoten nennen die Quellen."
    ) + (own if report.has_own_text else "")
