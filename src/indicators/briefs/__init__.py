"""From the data to a brief: a `Choice` and a `World` become a `report.Report`.

| function | what it gives |
|---|---|
| `load()` | the world of what is shipped |
| `Choice.of(ags)` | everything as proposed |
| `candidates`, `chosen`, `unknown` | findings to choose from, those chosen, ids that do not exist |
| `build` | the report |
| `profile_report` | a region on one page |
| `parts`, `said` | its sections before edits, to keep them; the part of a choice on which they depend |
| `sentences` | its sentences with the ids by which `Choice.edits` names them |
| `unplaced` | own texts of sentences that the brief does not have now |
| `links.to_link`, `links.from_link`, `drafts.to_json`, `drafts.from_json` | the choice outside |
"""

from indicators.briefs import drafts, links
from indicators.briefs.building import build, parts, said, sentences, unplaced
from indicators.briefs.choice import Choice, Edits
from indicators.briefs.findings import Candidate, candidates, chosen, unknown
from indicators.briefs.one_page import profile_report
from indicators.briefs.world import World, load

__all__ = [
    "Candidate",
    "Choice",
    "Edits",
    "World",
    "build",
    "candidates",
    "chosen",
    "drafts",
    "links",
    "load",
    "parts",
    "profile_report",
    "said",
    "sentences",
    "unknown",
    "unplaced",
]
