"""Readers of funding figures: the files of a source become `FundingRecords`."""

from typing import Final

from indicators.importers.funding import bundeshaushalt, produkthaushalt, single_figures, teilergebnisplan
from indicators.importers.funding.contract import FundingRead, FundingReader

__all__ = ["READERS", "FundingRead", "FundingReader"]

READERS: Final[dict[str, FundingReader]] = {
    "bundeshaushalt": bundeshaushalt.read,
    "produkthaushalt": produkthaushalt.read,
    "single_figures": single_figures.read,
    "teilergebnisplan": teilergebnisplan.read,
}
"""Format id (`format` of a funding source) -> its reader."""
