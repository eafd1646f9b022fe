"""Gaps: between groups (`group_gap`); the funding gaps join them in modules of their own."""

from indicators.gaps.groups import GroupGap, group_gap

__all__ = ["GroupGap", "group_gap"]
