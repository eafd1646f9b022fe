"""What a person chooses for a brief: region, findings, measures, assumptions, wording.

`links` writes a choice into the query of a link, `drafts` into a file.
"""

from dataclasses import dataclass, replace
from typing import Final

from indicators.errors import InputError
from indicators.gap_cases import Question
from indicators.gaps.model import MEASURES, Measure
from indicators.peers import NEAREST, PEER_SETS

STYLE: Final = "neutral"
LONGEST_LINE: Final = 200
LONGEST_TEXT: Final = 4_000
MOST_ITEMS: Final = 100

Edits = tuple[tuple[str, str], ...]
"""Id of a sentence and the person's own text for it; an empty text leaves the sentence out."""


@dataclass(frozen=True)
class Choice:
    """A whole choice. What is None or empty is proposed by the program.

    Attributes:
        asked: Region, programme, base year, peers of the regression, assumptions: what the gaps rest on.
        handlungsfeld: Id of a Handlungsfeld; empty for all.
        findings: Ids of the findings that the brief holds (`candidates`); None for the proposed ones.
        measures: The measures of the funding gap; None for those whose figures belong to the Handlungsfeld,
            of which those with a gap are calculated in full.
        peer_set: With whom indicators are compared, one of `peers.PEER_SETS`; `asked.selection` is its own
            selection.
        style: Id of a style of headings.
        title: Title of the brief.
        occasion: The person's text on why the paper is written; a blank line starts a new paragraph.
        decisions: The points of the proposed decision, in the person's words.
        author: Who submits the paper.
        edits: Own texts of sentences.
    """

    asked: Question
    handlungsfeld: str = ""
    findings: tuple[str, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    peer_set: str = NEAREST
    style: str = STYLE
    title: str = ""
    occasion: str = ""
    decisions: tuple[str, ...] = ()
    author: str = ""
    edits: Edits = ()

    def __post_init__(self) -> None:
        """Refuse what no brief can be made of.

        Raises:
            InputError: A measure or a peer set does not exist, or a text is too long.
        """
        for measure in self.measures or ():
            if measure not in MEASURES:
                raise InputError(
                    f"Ein Maß „{measure}“ gibt es nicht.", f"Bekannt sind: {', '.join(MEASURES)}."
                )
        if self.peer_set not in PEER_SETS:
            raise InputError(
                f"Eine Vergleichsgruppe „{self.peer_set}“ gibt es nicht.",
                f"Bekannt sind: {', '.join(PEER_SETS)}.",
            )
        self._check_texts()

    def _check_texts(self) -> None:
        lines = (("Der Titel", self.title), ("Der Name", self.author))
        texts = [("Der Anlass", self.occasion), *(("Ein Beschlusspunkt", d) for d in self.decisions)]
        texts += [("Ein eigener Satz", text) for _, text in self.edits]
        limits = [(*line, LONGEST_LINE) for line in lines] + [(*text, LONGEST_TEXT) for text in texts]
        for what, text, limit in limits:
            if len(text) > limit:
                raise InputError(
                    f"{what} ist mit {len(text)} Zeichen zu lang.", f"Bitte auf {limit} Zeichen kürzen."
                )
        if len(self.decisions) > MOST_ITEMS or len(self.edits) > MOST_ITEMS:
            raise InputError(
                f"Ein Entwurf hat höchstens {MOST_ITEMS} eigene Sätze und Beschlusspunkte.", "Bitte kürzen."
            )

    @classmethod
    def of(cls, region: str) -> "Choice":
        """The choice of a region with everything else as proposed."""
        return cls(Question(region))

    @property
    def region(self) -> str:
        """Code of the region."""
        return self.asked.region

    @property
    def own_texts(self) -> dict[str, str]:
        """Own texts by id of the sentence."""
        return dict(self.edits)

    def edited(self, sentence: str, text: str) -> "Choice":
        """The choice with an own text for a sentence; an earlier one of it is replaced."""
        kept = tuple(edit for edit in self.edits if edit[0] != sentence)
        return replace(self, edits=(*kept, (sentence, text)))

    def restored(self, sentence: str) -> "Choice":
        """The choice with the program's wording of a sentence again."""
        return replace(self, edits=tuple(edit for edit in self.edits if edit[0] != sentence))
