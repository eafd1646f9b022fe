"""Cut the excerpts of official files that the tests read: head, foot and the rows of a few regions.

Call: python scripts/cut_fixtures.py SOURCES
The published files themselves are not part of the project; encoding, line ends and marks stay as published.
"""

import re
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "tests" / "fixtures"

REGIONS = (
    *("DG", "03", "08", "071"),
    *("03152", "03159", "03241", "03404", "05315", "08111", "15151"),
    *("03241001", "11009009"),
)
"""Deutschland, Länder, a Bezirk; Kreise, two of them dissolved; a town in its Kreis, a district of Berlin."""

TABLES = {
    "13211-02-05-4_2001-2016": ("regionalstatistik/13211-02-05-4/2001-2016", ("2009", "2015", "2016")),
    "13211-02-05-4_2015-2020": ("regionalstatistik/13211-02-05-4/2015-2020", ("2016", "2017")),
    "13211-02-05-4_2023": ("regionalstatistik/13211-02-05-4/2023", ()),
    "13211-02-05-4_2025": ("regionalstatistik/13211-02-05-4/2025", ()),
    "21111-01-03-4": ("regionalstatistik/2023/21111-01-03-4", ()),
    "21111-02-06-4": ("regionalstatistik/2023/21111-02-06-4", ()),
    "21121-02-02-4": ("regionalstatistik/2023/21121-02-02-4", ()),
    "12411-03-03-4": ("regionalstatistik/aeltere/12411-03-03-4_00", ()),
    "12511-01-01-4": ("regionalstatistik/aeltere/12511-01-01-4", ("2016",)),
    "22811-02-02-4": ("regionalstatistik/aeltere/22811-02-02-4_00", ("31.12.2016",)),
    "71517-03-02-4": ("kommunalfinanzen/71517-03-02-4", ("2014", "2009")),
    "71517-01-03-5": ("kommunalfinanzen/71517-01-03-5", ()),
}
"""Name of the excerpt -> file and the years that it keeps (all where none is named)."""

_KREISE = ";KREISE;[^;]*;"
LINES = {
    "ffcsv/12411-01-01-4_2024_flat.csv": (
        "formats/Regionalstatistik_ffcsv_new__12411-01-01-4_2024.csv",
        _KREISE + "(08111|03404|05315|03152|03159|11009009|03241001|03241|15151);",
    ),
    "ffcsv/12531-0043_flat.csv": (
        "formats/GENESIS-Online_ffcsv__12531-0043_first399rows.csv",
        _KREISE + "0811",
    ),
    "inkar_export/indikatoren.csv": (
        "formats/INKAR_export__hieronymusBusch_covid__inkar.csv",
        '^"(08111|03404|05315)"',
    ),
    "inkar_export/beschaeftigung.csv": (
        "inkar_2020/beschaeftigung_export.csv",
        '^"(08111|03404|05315)"',
    ),
    "ba_statistik/auslaender_arbeitslose.csv": (
        "formats/BA_Interaktive-Statistik_csv__auslaender_arbeitslose.csv",
        '^"20(1[89]|2)',
    ),
    "open_sdg/lsn_4-1-4.csv": (
        "niedersachsen_lsn/indicator_4-1-4.csv",
        "^(2005|2024),.*,K03(404|1|0|241999|159|241001)?,",
    ),
    "open_sdg/lsn_6-2-1.csv": ("niedersachsen_lsn/indicator_6-2-1.csv", "^(2014|2024),.*,(K03404|#NV|K030),"),
    "open_sdg/lsn_4-1-1.csv": ("niedersachsen_lsn/indicator_4-1-1.csv", "^2011,.*Insgesamt.*K03102,"),
    "open_sdg/lsn_2-3-2.csv": ("niedersachsen_lsn/indicator_2-3-2.csv", "K03404"),
    "open_sdg/lsn_2-3-3.csv": ("niedersachsen_lsn/indicator_2-3-3.csv", "^2005,.*K03241"),
    "open_sdg/lsn_5-1-1.csv": ("niedersachsen_lsn/indicator_5-1-1.csv", "^2010,.Energie"),
    "open_sdg/dns_10-1.csv": ("nachhaltigkeit/indicator_10-1.csv", "^(2021|2022),.*(,,,|wuerttemberg)"),
}
"""Excerpt -> file and what a line after the head must contain."""


def cut_table(data: bytes, years: tuple[str, ...]) -> bytes:
    """A table of the Regionaldatenbank with the rows of the chosen regions and years."""
    kept: list[bytes] = []
    in_footer = False
    for line in data.splitlines(keepends=True):
        in_footer = in_footer or line.startswith(b"____")
        fields = line.decode("latin-1").split(";")
        codes = [field.strip() for field in fields[:2] if re.fullmatch(r"DG|\d{2,3}|\d{5,11}", field.strip())]
        is_row = bool(codes) and len(fields) > 3 and not in_footer
        if not is_row or (_is_chosen(codes[0]) and (not years or fields[0] in years)):
            kept.append(line)
    return b"".join(kept)


def cut_lines(data: bytes, pattern: str, head: int) -> bytes:
    """A file of one record per line with its head and the lines that match."""
    wanted = re.compile(pattern.encode())
    lines = data.splitlines(keepends=True)
    return b"".join([*lines[:head], *(line for line in lines[head:] if wanted.search(line))])


def _is_chosen(code: str) -> bool:
    return code in REGIONS or code.startswith("0315840")


def main() -> None:
    """Write all excerpts."""
    sources = Path(sys.argv[1])
    for name, (source, years) in TABLES.items():
        data = (sources / f"{source}.csv").read_bytes()
        _write(f"regionalstatistik_table/{name}.csv", cut_table(data, years))
    for name, (source, pattern) in LINES.items():
        head = 2 if name.startswith("inkar") else 1
        _write(name, cut_lines((sources / source).read_bytes(), pattern, head))


def _write(name: str, data: bytes) -> None:
    path = FIXTURES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main()
