"""Styles of a brief: which headings a municipality uses and in which order (`data/catalog/brief_styles`)."""

from pathlib import Path
from typing import Self, get_args

from pydantic import model_validator

from indicators import settings
from indicators.catalog.entries import Entry
from indicators.catalog.files import entry, read_toml
from indicators.errors import InputError
from indicators.report.model import Block, Role, Section


class Heading(Entry):
    """The heading of a role, and the heading above it where several roles stand under one."""

    role: Role
    heading: str
    parent: str = ""


class Style(Entry):
    """The headings of a kind of paper, in its order; every role once.

    Attributes:
        title: Name for the choice of the style.
        document: What such a paper is called; it stands above the title.
        example: Which paper it follows.
    """

    id: str
    title: str
    document: str
    example: str = ""
    headings: tuple[Heading, ...]

    @model_validator(mode="after")
    def _every_role_once(self) -> Self:
        if sorted(h.role for h in self.headings) != sorted(get_args(Role)):
            msg = "jede Rolle genau einmal angeben"
            raise ValueError(msg)
        return self

    def section(self, role: Role, *blocks: Block) -> Section:
        """A section of this role under the heading of this style."""
        found = {h.role: h for h in self.headings}[role]
        return Section(role, found.heading, blocks, found.parent)

    def arranged(self, parts: dict[Role, tuple[Block, ...]]) -> tuple[Section, ...]:
        """Sections of the given roles in the order of this style; roles without blocks are left out."""
        return tuple(self.section(h.role, *parts[h.role]) for h in self.headings if parts.get(h.role))


def load(root: Path | None = None) -> dict[str, Style]:
    """All styles by id, the neutral one first, then by title.

    Raises:
        InputError: A file lacks something or says something unknown; names the file.
    """
    folder = (root or settings.data_dir() / "catalog") / "brief_styles"
    read = [
        entry(Style, {**read_toml(path), "id": path.stem}, path) for path in sorted(folder.glob("*.toml"))
    ]
    return {style.id: style for style in sorted(read, key=lambda s: (s.id != "neutral", s.title))}


def get(style_id: str, styles: dict[str, Style]) -> Style:
    """One style; a German error names the known ones if there is none."""
    if style_id not in styles:
        raise InputError(
            f"Eine Gliederung mit der Kennung „{style_id}“ gibt es nicht.",
            f"Bekannt sind: {', '.join(styles)}.",
        )
    return styles[style_id]
