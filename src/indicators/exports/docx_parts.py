"""What python-docx has no words for: fields, bookmarks, footnotes, repeated header rows, links, lists."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from indicators.exports.office import is_address, plain

_NOTES_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTE_STYLE: Final = "footnote reference"
_NOTE_MARK: Final = "_RefFussnote"
_NOTE_IDS: Final = 10_000
"""Ids of bookmarks of footnotes begin here, those of captions at 1."""

_SEPARATORS: Final = (("separator", -1), ("continuationSeparator", 0))


def element(tag: str, children: Sequence[Any] = (), **attributes: str) -> Any:
    """An element of the word processing namespace; attributes are of it too."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def add_field(paragraph: Paragraph, code: str, shown: str, style: str | None = None) -> tuple[Run, Run]:
    """A field with the text that it shows before it is updated; gives its first and its last run."""
    first = paragraph.add_run(style=style)
    first._r.append(element("fldChar", fldCharType="begin"))
    instruction = element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run(style=style)._r.append(instruction)
    paragraph.add_run(style=style)._r.append(element("fldChar", fldCharType="separate"))
    paragraph.add_run(shown, style=style)
    last = paragraph.add_run(style=style)
    last._r.append(element("fldChar", fldCharType="end"))
    return first, last


def bookmark(first: Run, last: Run, name: str, number: int) -> None:
    """A bookmark around these runs."""
    first._r.addprevious(element("bookmarkStart", id=str(number), name=name))
    last._r.addnext(element("bookmarkEnd", id=str(number)))


def add_link(paragraph: Paragraph, url: str) -> None:
    """The address as a link; as plain text where it is no address of the web."""
    if not is_address(url):
        paragraph.add_run(plain(url))
        return
    key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = paragraph.add_run(url, style="Hyperlink")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run._r.addprevious(link)
    link.append(run._r)


def restart(document: Document, paragraphs: Sequence[Paragraph], style: str) -> None:
    """Let these paragraphs of a list style count from 1, whatever stands before them."""
    numbering = document.part.numbering_part.element
    used = document.styles[style].element.pPr.numPr.numId.val
    abstract = next(n for n in numbering.num_lst if n.numId == used).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId


def describe(table: Table, title: str, text: str) -> None:
    """Title and description of a table for screen readers."""
    properties = table._tbl.tblPr
    properties.append(element("tblCaption", val=plain(title)[:255]))
    properties.append(element("tblDescription", val=plain(text)[:2000]))


def repeat_head(table: Table) -> None:
    """The first row stands on every page of the table."""
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_rows_whole(table: Table) -> None:
    """No row breaks over two pages."""
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.insert(0, element("cantSplit"))


class Footnotes:
    """The footnotes of a document, in the order in which they are referred to."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._numbers: dict[str, int] = {}

    def refer(self, paragraph: Paragraph, key: str, text: Callable[[], str]) -> None:
        """Put a reference at the end of the paragraph; the same key refers to the same note again."""
        if key in self._numbers:
            number = self._numbers[key]
            add_field(paragraph, f"NOTEREF {_NOTE_MARK}{number} \\f \\h", str(number), _NOTE_STYLE)
            return
        self._texts.append(plain(text()))
        number = self._numbers[key] = len(self._texts)
        run = paragraph.add_run(style=_NOTE_STYLE)
        run._r.append(element("footnoteReference", id=str(number)))
        bookmark(run, run, f"{_NOTE_MARK}{number}", _NOTE_IDS + number)

    def attach(self, document: Document) -> None:
        """Add the part with all notes; call once, after the last reference."""
        if not self._texts:
            return
        part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, self._xml(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = [element("footnote", id=str(number)) for _, number in _SEPARATORS]
        settings = document.settings.element
        settings.find(qn("w:compat")).addprevious(element("footnotePr", named))

    def _xml(self) -> bytes:
        root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        for kind, number in _SEPARATORS:
            mark = element("r", [element(kind)])
            space = element("pPr", [element("spacing", after="0", line="240", lineRule="auto")])
            root.append(element("footnote", [element("p", [space, mark])], type=kind, id=str(number)))
        for number, text in enumerate(self._texts, 1):
            root.append(element("footnote", [_note(text)], id=str(number)))
        made: bytes = serialize_part_xml(root)
        return made


def _note(text: str) -> Any:
    shown = element("t")
    shown.text = f" {text}"
    shown.set(qn("xml:space"), "preserve")
    reference = element("rPr", [element("rStyle", val="FootnoteReference")])
    return element(
        "p",
        [
            element("pPr", [element("pStyle", val="FootnoteText")]),
            element("r", [reference, element("footnoteRef")]),
            element("r", [shown]),
        ],
    )
