"""A report as a file: each module turns a `report.Report` into bytes."""
