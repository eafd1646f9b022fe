"""A report of shipped figures that the tests of all formats share."""

from datetime import date

from indicators import choropleths, comparisons, gaps, peers, regions, series, texts, uncertainty
from indicators.figures import comparison, over_time
from indicators.formats import NBSP
from indicators.gaps.model import NOT_SUMMED, GapInput
from indicators.gaps.real_value import real_value
from indicators.report import (
    Assumption,
    AssumptionList,
    Block,
    Bullets,
    Calculation,
    CalculationRef,
    Column,
    Figure,
    FigureRef,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Report,
    Role,
    Sentence,
    SourceList,
    Table,
    TableRef,
    sources,
    styles,
)
from indicators.texts.comparison import Subject

AGS = "08111"
OWN_TEXT = "Mehr 👍🏽 日本語 \x00\x07 für #strong[alle] <b>Größe</b> $x^2$ \\u{41} =SUMME(A1)"
"""What a user may type: emoji, other scripts, control characters, markup of Typst and HTML, a formula."""


def figure_over_time(declared, ags=AGS, indicator_id="arbeitslosenquote"):
    indicator = declared.indicator(indicator_id)
    rows = series.with_missing_years(series.rows_of(series.of_region(series.values(indicator), ags)))
    return over_time(regions.load().get(ags).display_name, ags, indicator, declared, rows)


def dots(declared, registry, ags=AGS):
    indicator = declared.indicator("beschaeftigungsquote")
    values = series.values(indicator)
    limits = uncertainty.with_intervals(
        values.filter(group="auslaender"), indicator, declared.units[indicator.unit]
    )
    rows = choropleths.rows_of(values, indicator, "auslaender").join(
        limits.select("ags", "year", "low", "high"), on=["ags", "year"], how="left"
    )
    found = peers.peer_set(
        registry.get(ags), peers.NEAREST, registry,
        found=peers.context(declared, registry), rule=declared.neighbours,
    )  # fmt: skip
    compared = comparisons.compare(comparisons.cut(rows, 2023, registry), registry.get(ags), found, registry)
    subject = Subject(indicator, declared, "auslaender", False)
    return comparison.dot_plot(compared, found, subject), comparison.distribution(compared, subject)


def real_gap(declared):
    """METHODS 4 M1: Integrationsmanagement Baden-Württemberg, 58.0 Mio. € in 2017 and 2025."""
    index = declared.standard("verbraucherpreisindex")
    amounts = {
        year: GapInput("betrag", "Mittel", 58e6, "eur", origin="eigene_annahme", year=year, value_type="Soll",
                       reason=f"Haushaltsplan {year}, abgeschrieben")
        for year in (2017, 2025)
    }  # fmt: skip
    indices = {
        year: GapInput("preisindex", "Preisindex", value, "index", 1, source=index.source, origin="katalog",
                       link=f"standard:{index.id}", year=year)
        for year, value in index.by_year.items()
    }  # fmt: skip
    return real_value(amounts, indices, base_year=2017, year=2025)


def stuttgart(declared, registry, style="neutral"):
    """A brief with every kind of part, from the shipped figures of Stuttgart."""
    work, jobs = declared.indicator("arbeitslosenquote"), declared.indicator("beschaeftigungsquote")
    rates = sources.of_dataset(declared.dataset(work.datasets[0]))
    employed = sources.of_dataset(declared.dataset(jobs.datasets[0]), computed=True)
    index = sources.of_standard(declared.standard("verbraucherpreisindex"))
    gap_rows = gaps.group_gap(series.of_region(series.values(work), AGS), work.comparison).sort("year")
    last = gaps.YearGap(*gap_rows.filter(year=2025).select(gaps.YearGap._fields).row(0))
    finding = texts.headline("Stuttgart", work, declared, last)
    dot_plot, _ = dots(declared, registry)
    over_years = figure_over_time(declared)
    gap = real_gap(declared)
    table = Table(
        "werte",
        "Arbeitslosenquote in Stuttgart nach Jahren",
        (
            Column("Jahr"),
            Column("Ausländerinnen und Ausländer", "Prozent", 1, "right"),
            Column("Abstand", "Prozentpunkten", 1, "right", signed=True),
        ),
        tuple((row["year"], row["value"], row["gap"]) for row in gap_rows.iter_rows(named=True)),
        (rates.id,),
        strong=(gap_rows.height - 1,),
    )
    parts: dict[Role, tuple[Block, ...]] = {
        "beschluss": (
            Bullets(
                (
                    Sentence("Der Gemeinderat nimmt den Bericht zur Kenntnis.", "eigene_angabe"),
                    Sentence("Die Mittel werden zum Haushaltsjahr 2027 überprüft.").edited(OWN_TEXT),
                ),
                numbered=True,
            ),
        ),
        "kurzfassung": (
            KeyFigures(
                (
                    KeyFigure("Arbeitslosenquote, Ausländerinnen und Ausländer, 2025", f"12,8{NBSP}%",
                              f"Stuttgart, insgesamt 6,6{NBSP}%", "amtlich", (rates.id,)),
                    KeyFigure("Realwertlücke 2025", gap.text, "gegenüber 2017", "berechnet", (index.id,)),
                )
            ),
            Paragraph((Sentence(f"{finding}.", "berechnet", (rates.id,)),)),
        ),
        "ausgangslage": (
            Paragraph((Sentence("So hat sich die Quote seit 2001 entwickelt.", "amtlich", (rates.id,)),)),
            FigureRef("zeit"),
            TableRef("werte"),
        ),
        "vergleich": (FigureRef("punkte"),),
        "bedarf": (Paragraph((Sentence(NOT_SUMMED),)), CalculationRef("realwert")),
        "annahmen": (AssumptionList(),),
        "quellen": (SourceList(),),
    }  # fmt: skip
    chosen = styles.get(style, styles.load())
    return Report(
        title="Mehr Mittel für Arbeit und Qualifizierung zugewanderter Menschen",
        subtitle="Ausgangslage, Vergleich und Förderlücke",
        region="Stuttgart",
        ags=AGS,
        created=date(2026, 11, 22),
        data_state="Abrufe bis 09.07.2026",
        style=chosen,
        sections=chosen.arranged(parts),
        sources=(rates, employed, index),
        figures=(
            Figure("zeit", finding, "Prozent, Stuttgart, 2001 bis 2025", over_years,
                   over_years.alt, (rates.id,), "Für 2021, 2022 und 2024 liegt keine Angabe vor."),
            Figure("punkte", "Beschäftigungsquote 2023: Stuttgart unter ähnlichen Kreisen", "Prozent, 2023",
                   dot_plot, dot_plot.alt, (employed.id,)),
        ),
        tables=(table,),
        assumptions=(
            Assumption("index", "Preisindex 2025", "121,9", (index.id,)),
            Assumption("betrag", "Mittel 2025", gap.input("amount").text, (), True, OWN_TEXT),
        ),
        calculations=(
            Calculation("realwert", gap, (("base_index", (index.id,)), ("index", (index.id,)))),
        ),
        author="Abteilung Integrationspolitik",
    )  # fmt: skip
