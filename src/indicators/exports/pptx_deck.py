"""A deck in the making: 16:9, large type, real titles, notes, alternative texts, German throughout."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from indicators.exports.office import COLOURS, FONT, LANGUAGE, PROGRAM, plain, rgb
from indicators.report import Report

SMALLEST: Final = 18
"""Points that are still read from the last row; nothing on a slide is smaller."""

WIDTH, HEIGHT, MARGIN = Inches(13.333), Inches(7.5), Inches(0.6)
INNER: Final = Emu(WIDTH - 2 * MARGIN)
TOP, BOTTOM = Inches(2.0), Inches(6.7)
"""Where the content of a slide begins and ends."""

APART: Final = 0.45
"""Room below a point of a list, in sizes."""
LIST_TOP: Final = Inches(1.75)
"""Where a list begins: its title has one or two lines."""

_TITLE, _TEXT, _TITLE_ONLY = "Title Slide", "Title and Content", "Title Only"
_TITLES: Final = ((165, 20), (120, 22), (95, 24))
"""Titles with more letters than this are set in this size, so that they keep to two lines, at most three."""
_THEME: Final = {
    b"Calibri": FONT.encode(),
    b"1F497D": rgb(COLOURS.text).encode(),
    b"4F81BD": rgb(COLOURS.focus).encode(),
    b"C0504D": rgb(COLOURS.reference).encode(),
    b"9BBB59": rgb(COLOURS.context).encode(),
}
"""Face and colours of the template, and ours."""


class Deck:
    """The presentation of a report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.file: Any = Presentation()
        self.file.slide_width, self.file.slide_height = WIDTH, HEIGHT
        self._layouts = {layout.name: layout for layout in self.file.slide_layouts}
        for name, layout in self._layouts.items():
            if name not in (_TITLE, _TEXT, _TITLE_ONLY):
                self.file.slide_layouts.remove(layout)
        self._set_theme()
        self._set_master()
        self._set_properties()

    def _set_theme(self) -> None:
        part = self.file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        for old, new in _THEME.items():
            part._blob = part.blob.replace(old, new)

    def _set_master(self) -> None:
        master = self.file.slide_master
        for holder in (master, *(self._layouts[n] for n in (_TITLE, _TEXT, _TITLE_ONLY))):
            is_first = holder is self._layouts[_TITLE]
            for shape in list(holder.placeholders):
                _place(shape, is_first=is_first)
        styles = master.element.find(qn("p:txStyles"))
        _style(styles.find(qn("p:titleStyle")), 28, COLOURS.focus, bold=True)
        _style(styles.find(qn("p:bodyStyle")), 22, COLOURS.text, bold=False)

    def _set_properties(self) -> None:
        about, report = self.file.core_properties, self.report
        made = datetime(report.created.year, report.created.month, report.created.day)
        about.title, about.subject = plain(report.title)[:255], plain(report.subtitle)[:255]
        about.author = about.last_modified_by = plain(report.author or PROGRAM)[:255]
        about.language, about.comments = LANGUAGE, f"{PROGRAM}, Version {report.version}"
        about.created = about.modified = made
        about.revision = 1

    def opening(self, lines: Sequence[str]) -> Any:
        """The title slide: the report's title and some lines below it."""
        slide = self._slide(_TITLE, self.report.title, number=False)
        slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(
            40 if len(self.report.title) < 90 else 32
        )
        frame = slide.placeholders[1].text_frame
        for n, line in enumerate(filter(None, lines)):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = plain(line)
            run.font.size = Pt(24 if n == 0 else 20)
        return slide

    def points(
        self, title: str, lines: Iterable[str], *, size: int = 22, numbered: bool = False, marked: bool = True
    ) -> Any:
        """A slide with a list; its lines without bullets where they are not `marked`."""
        slide = self._slide(_TEXT, title)
        frame = slide.placeholders[1].text_frame
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = plain(line)
            run.font.size = Pt(size)
            paragraph.space_before, paragraph.space_after = Pt(0), Pt(APART * size)
            if numbered:
                _number(paragraph)
            elif not marked:
                _hang(paragraph)
        return slide

    def message(self, title: str) -> Any:
        """A slide with a finding as its title and room below it."""
        return self._slide(_TITLE_ONLY, title)

    def words(
        self, slide: Any, words: str, box: tuple[int, int, int, int], *, size: int = SMALLEST,
        colour: str = COLOURS.text, bold: bool = False,
    ) -> None:  # fmt: skip
        """A text in a box (left, top, width, height)."""
        shape: Any = slide.shapes.add_textbox(*(Emu(side) for side in box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = 0
        run = frame.paragraphs[0].add_run()
        run.text = plain(words)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = ink(colour)

    def source(self, slide: Any, words: str) -> None:
        """The line at the foot of a slide."""
        box = (MARGIN, Inches(6.78), Emu(INNER - Inches(1.2)), Inches(0.45))
        self.words(slide, words, box, colour=COLOURS.secondary)

    def notes(self, slide: Any, lines: Iterable[str]) -> None:
        """What the speaker reads: sources, formulas, limits."""
        frame = slide.notes_slide.notes_text_frame
        assert frame is not None  # noqa: S101 - the template's notes have one
        frame.text = "\n".join(plain(line) for line in lines if line)

    def _slide(self, layout: str, title: str, *, number: bool = True) -> Any:
        slide = self.file.slides.add_slide(self._layouts[layout])
        frame = slide.shapes.title.text_frame
        run = frame.paragraphs[0].add_run()
        run.text = plain(title)
        size = next((points for letters, points in _TITLES if len(title) > letters), None)
        if size is not None:
            run.font.size = Pt(size)
        if number:
            self._number_slide(slide, self._layouts[layout])
        return slide

    def _number_slide(self, slide: Any, layout: Any) -> None:
        """The number of the slide, as the placeholder that the layout has for it."""
        for shape in layout.placeholders:
            if "sldNum" in str(shape.element.xpath(".//p:ph/@type")):
                copied = deepcopy(shape.element)
                taken = max(one.shape_id for one in slide.shapes)
                next(copied.iter(qn("p:cNvPr"))).set("id", str(taken + 1))
                for text in copied.iter(qn("a:t")):
                    text.text = str(len(self.file.slides))
                slide.shapes._spTree.append(copied)

    def set_language(self) -> None:
        """German for every text of slides, notes and charts; call once, at the end."""
        for element in self._elements():
            for run in element.iter(qn("a:r"), qn("a:fld")):
                if run.find(qn("a:rPr")) is None:
                    run.insert(0, etree.SubElement(run, qn("a:rPr")))
            for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
                properties.set("lang", LANGUAGE)

    def _elements(self) -> Iterable[Any]:
        yield self.file.part._element
        yield self.file.slide_master.element
        yield from (layout.element for layout in self.file.slide_layouts)
        for slide in self.file.slides:
            yield slide.element
            if slide.has_notes_slide:
                yield slide.notes_slide.element
                yield slide.notes_slide.part.notes_master.element
            for shape in slide.shapes:
                if shape.has_chart:
                    yield shape.chart._chartSpace


def ink(colour: str) -> Any:
    """A colour as python-pptx wants it."""
    make: Any = RGBColor.from_string
    return make(rgb(colour))


def _place(shape: Any, *, is_first: bool) -> None:
    """Give a placeholder its place on 16:9; dates and footers of the template go."""
    kind = shape.element.xpath(".//p:ph/@type")
    kind = kind[0] if kind else "body"
    if kind in ("dt", "ftr"):
        shape.element.getparent().remove(shape.element)
        return
    top, height = int(Inches(0.45)), int(Inches(1.4))
    if is_first and kind in ("ctrTitle", "title"):
        top, height = int(Inches(1.5)), int(Inches(2.2))
    elif is_first and kind == "subTitle":
        top, height = int(Inches(4.0)), int(Inches(2.4))
    elif kind in ("body", "subTitle"):
        top, height = int(LIST_TOP), BOTTOM - LIST_TOP
    shape.left, shape.width, shape.top, shape.height = MARGIN, INNER, top, height
    if kind == "sldNum":
        shape.left, shape.width = Emu(WIDTH - MARGIN - Inches(1.1)), Inches(1.1)
        shape.top, shape.height = Inches(6.78), Inches(0.45)
    body = shape.element.find(qn("p:txBody")).find(qn("a:bodyPr"))
    for fit in ("a:normAutofit", "a:spAutoFit"):
        for found in body.findall(qn(fit)):
            body.remove(found)
    body.set("anchor", "b" if is_first and kind in ("ctrTitle", "title") else "t")
    body.set("lIns", "0")
    for properties in shape.element.iter(qn("a:lvl1pPr")):
        properties.set("algn", "r" if kind == "sldNum" else "l")
        for one in properties.iter(qn("a:defRPr")):
            one.set("sz", str(100 * SMALLEST)) if kind == "sldNum" else one.attrib.pop("sz", None)


def _style(levels: Any, points: int, colour: str, *, bold: bool) -> None:
    """Size and colour of all levels of the master's titles or texts."""
    for level in levels:
        if "algn" in level.attrib:
            level.set("algn", "l")
        for properties in level.iter(qn("a:defRPr")):
            properties.set("sz", str(100 * points))
            properties.set("b", str(int(bold)))
            for fill in properties.iter(qn("a:solidFill")):
                for old in list(fill):
                    fill.remove(old)
                etree.SubElement(fill, qn("a:srgbClr"), val=rgb(colour))


def _hang(paragraph: Any) -> None:
    """No bullet; the first line begins with a number in brackets, the others stand in."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(0.4)))
    properties.set("indent", str(-Inches(0.4)))
    etree.SubElement(properties, qn("a:buNone"))


def _number(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    etree.SubElement(properties, qn("a:buFont"), typeface="+mj-lt")
    etree.SubElement(properties, qn("a:buAutoNum"), type="arabicPeriod")
