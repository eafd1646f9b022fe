"""Styles, page and language of the Word file; whoever works on it further changes a look in one place."""

from datetime import date, datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from indicators.exports.docx_parts import add_field, element
from indicators.exports.office import COLOURS, FONT, LANGUAGE, PROGRAM, plain, rgb
from indicators.report import Report

TEXT_MM: Final = 165.0
"""Width of the text, and so of every figure."""

BODY: Final = "Normal"
LEAD: Final = "Dokumentart"
FACTS: Final = "Angaben"
SMALL: Final = "Quellenzeile"
CELL: Final = "Tabellenzelle"
HEAD: Final = "Tabellenkopf"
VALUE: Final = "Kennzahl"
RESULT: Final = "Ergebnis"
SOURCE: Final = "Quelle"
MARK: Final = "Kennzeichnung"
GRID: Final = "Berichtstabelle"

_INK, _GREY, _BLUE = COLOURS.text, COLOURS.secondary, COLOURS.focus
_SIZES: Final[tuple[tuple[str, float, str, bool, float, float], ...]] = (
    # style, points, colour, bold, space before, space after
    (BODY, 10.5, _INK, False, 0, 6),
    ("Title", 20, _BLUE, True, 2, 4),
    ("Subtitle", 12, _GREY, False, 0, 8),
    ("Heading 1", 14, _BLUE, True, 18, 6),
    ("Heading 2", 11.5, _BLUE, True, 12, 4),
    ("Heading 3", 10.5, _BLUE, True, 10, 3),
    ("Caption", 10, _INK, True, 10, 3),
    ("List Bullet", 10.5, _INK, False, 0, 4),
    ("List Number", 10.5, _INK, False, 0, 4),
    ("Header", 8.5, _GREY, False, 0, 0),
    ("Footer", 8.5, _GREY, False, 0, 0),
    (LEAD, 9.5, _GREY, True, 0, 0),
    (FACTS, 9, _GREY, False, 0, 1),
    (SMALL, 8.5, _GREY, False, 3, 10),
    (CELL, 9, _INK, False, 2, 2),
    (HEAD, 8.5, _GREY, True, 2, 2),
    (VALUE, 17, _BLUE, True, 0, 2),
    (RESULT, 11, _BLUE, True, 0, 3),
    (SOURCE, 9, _INK, False, 0, 4),
    ("footnote text", 8.5, _INK, False, 0, 2),
)
_KEPT: Final = ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption", HEAD, RESULT)
_IDS: Final = {"footnote text": "FootnoteText", "footnote reference": "FootnoteReference"}


def document_for(report: Report) -> Doc:
    """An empty A4 document with the styles, the footer and the properties of the report."""
    document: Doc = Document()
    _set_language(document)
    _set_styles(document)
    _set_page(document, report)
    _set_properties(document, report)
    return document


def _set_language(document: Doc) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        for part in ("val", "eastAsia"):
            language.set(qn(f"w:{part}"), LANGUAGE)
    for fonts in defaults.iter(qn("w:rFonts")):
        _face(fonts)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    compat = settings.find(qn("w:compat"))
    compat.remove(compat.find(qn("w:useFELayout")))
    for setting in compat.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # of Word since 2013; without it the window says so
    zoom = settings.find(qn("w:zoom"))
    zoom.set(qn("w:percent"), "100")  # required by the standard; the template lacks it


def _face(fonts: Any) -> None:
    """Our face instead of that of the template's theme."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for part in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{part}"), FONT)


def _set_styles(document: Doc) -> None:
    known = {style.name for style in document.styles}
    for name, points, colour, bold, before, after in _SIZES:
        style: Any = (
            document.styles[name]
            if name in known
            else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _IDS)
        )
        if name not in known and name != BODY:
            style.base_style = document.styles[BODY]
        _write_like(style, points, colour, bold=bold)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
        layout.line_spacing = 1.15 if name in (BODY, "List Bullet", "List Number") else 1.0
        layout.keep_with_next = name in _KEPT
        layout.widow_control = True
    _plain_title(document)
    for name in ("List Bullet", "List Number"):
        contextual = document.styles[name].element.pPr.find(qn("w:contextualSpacing"))
        contextual.getparent().remove(contextual)
    sources: Any = document.styles[SOURCE]
    sources.paragraph_format.left_indent = Mm(9)
    sources.paragraph_format.first_line_indent = Mm(-9)
    sources.paragraph_format.tab_stops.add_tab_stop(Mm(9))
    sources.paragraph_format.keep_together = True
    _add_characters(document)
    _add_table_style(document)
    for name, key in _IDS.items():
        document.styles[name].element.set(qn("w:styleId"), key)


def _write_like(style: Any, points: float, colour: str, *, bold: bool) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    _face(fonts)
    style.font.size, style.font.bold, style.font.italic = Pt(points), bold, False
    tint = style.element.rPr.find(qn("w:color"))
    if tint is not None:  # the theme's shade would win over the colour
        style.element.rPr.remove(tint)
    style.font.color.rgb = RGBColor.from_string(rgb(colour))


def _plain_title(document: Doc) -> None:
    """The template's title has a line below it and spread letters."""
    for name in ("Title", "Subtitle"):
        style = document.styles[name].element
        for tag in ("w:pBdr", "w:contextualSpacing"):
            for found in style.pPr.findall(qn(tag)):
                style.pPr.remove(found)
        for tag in ("w:spacing", "w:kern"):
            for found in style.rPr.findall(qn(tag)):
                style.rPr.remove(found)


def _add_characters(document: Doc) -> None:
    mark: Any = document.styles.add_style(MARK, WD_STYLE_TYPE.CHARACTER)
    mark.font.size = Pt(8.5)
    mark.font.color.rgb = RGBColor.from_string(rgb(_GREY))
    note: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    note.font.superscript = True
    link: Any = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.underline = True
    link.font.color.rgb = RGBColor.from_string(rgb(_BLUE))


def _add_table_style(document: Doc) -> None:
    """Thin lines between rows, a strong one below the head, nothing else."""
    style: Any = document.styles.add_style(GRID, WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    grey, blue = rgb("#c9d0d8"), rgb(_BLUE)
    lines = [
        element("bottom", val="single", sz="4", space="0", color=grey),
        element("insideH", val="single", sz="4", space="0", color=grey),
    ]
    margins = [element(side, w="70", type="dxa") for side in ("left", "right")]
    body = element("tblPr", [element("tblBorders", lines), element("tblCellMar", margins)])
    below = element("tcBorders", [element("bottom", val="single", sz="8", space="0", color=blue)])
    head = element("tblStylePr", [element("tcPr", [below])], type="firstRow")
    style.element.extend([body, head])


def _set_page(document: Doc, report: Report) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(23), Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    footer = section.footer.paragraphs[0]
    tabs = document.styles["Footer"].element.pPr.find(qn("w:tabs"))
    tabs.getparent().remove(tabs)  # of the template, for another page
    footer.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(plain(f"{report.region} · {report.style.document} · Stand {report.created:%d.%m.%Y}"))
    footer.add_run("\tSeite ")
    add_field(footer, "PAGE", "1")
    footer.add_run(" von ")
    add_field(footer, "NUMPAGES", "1")


def _set_properties(document: Doc, report: Report) -> None:
    made = _midnight(report.created)
    about = document.core_properties
    about.title, about.subject = plain(report.title)[:255], plain(report.subtitle)[:255]
    about.author = about.last_modified_by = plain(report.author or PROGRAM)[:255]
    about.language = LANGUAGE
    about.comments = f"{PROGRAM}, Version {report.version}"
    about.keywords = plain(f"{report.region}; {report.style.document}")[:255]
    about.created = about.modified = made
    about.revision = 1


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
