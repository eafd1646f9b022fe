"""Indicators of integration and of its funding for German municipalities."""

__version__ = "0.1.0"
