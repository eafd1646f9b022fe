"""Gaps: between groups (`groups`), and the five measures of a funding gap (METHODS 4).

| module | what it gives |
|---|---|
| `groups` | the gap between a group and its reference group |
| `model` | what a funding gap is made of; all that a page or an export needs |
| `quantities`, `formula` | units and their texts; formulas of steps |
| `real_value`, `need_adjusted`, `parity`, `staffing`, `structure` | the measures M1 to M5 |
| `persons` | an indicator's group gap in persons |
| `sensitivity`, `calculation` | ranges, tornado; what the measures share |
| `assumptions` | named sets of assumptions: presets, links, files, comparison |
"""

from indicators.gaps.groups import GroupGap, YearGap, gaps_over_time, group_gap

__all__ = ["GroupGap", "YearGap", "gaps_over_time", "group_gap"]
