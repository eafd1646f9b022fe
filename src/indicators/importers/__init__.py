"""Readers of official files: a format becomes a `RawTable`, `mapping` makes observations of it."""
