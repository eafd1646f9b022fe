"""What a section of a brief is made of before edits: texts whose sentences have ids, and blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from indicators.report import (
    Assumption,
    Block,
    Bullets,
    Calculation,
    Figure,
    Paragraph,
    Role,
    Sentence,
    Table,
)

Form = Literal["paragraph", "bullets", "numbered"]


@dataclass(frozen=True)
class Text:
    """Sentences that can be edited, each called `<id>.<about>`; a person's own by its place, from 1."""

    id: str
    sentences: tuple[Sentence, ...]
    form: Form = "paragraph"

    def named(self) -> Iterator[tuple[str, Sentence]]:
        """Id and sentence."""
        for place, sentence in enumerate(self.sentences, start=1):
            yield f"{self.id}.{sentence.about or place}", sentence


@dataclass(frozen=True)
class Part:
    """The content of one section."""

    role: Role
    blocks: tuple[Block | Text, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts that can be edited, in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Text))


@dataclass(frozen=True)
class Editable:
    """A sentence with the id by which `Choice.edits` names it; `original` is the proposed wording."""

    id: str
    role: Role
    text: str
    original: str

    @property
    def is_own(self) -> bool:
        """True where the person wrote it."""
        return self.text != self.original


def with_edits(part: Part, own: dict[str, str]) -> tuple[Block, ...]:
    """The blocks of a part with the person's sentences; an empty one is left out."""
    found: list[Block] = []
    for block in part.blocks:
        if not isinstance(block, Text):
            found.append(block)
            continue
        written = (
            sentence.edited(own[key]) if key in own else sentence
            for key, sentence in block.named()
            if own.get(key, sentence.text).strip()
        )
        sentences = tuple(written)
        if sentences and block.form == "paragraph":
            found.append(Paragraph(sentences))
        elif sentences:
            found.append(Bullets(sentences, numbered=block.form == "numbered"))
    return tuple(found)


def editable(parts: Iterable[Part], own: dict[str, str]) -> tuple[Editable, ...]:
    """All sentences that can be edited, in the order of the parts."""
    return tuple(
        Editable(key, part.role, own.get(key, sentence.text), sentence.text)
        for part in parts
        for text in part.texts
        for key, sentence in text.named()
    )
