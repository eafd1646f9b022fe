"""A report with several real calculations, for the tests of the office formats."""

from dataclasses import replace

from tests.exports.samples import AGS, OWN_TEXT, stuttgart

from indicators import gap_cases
from indicators.figures.gap import main_figure, residuals, tornado
from indicators.gap_cases import Question
from indicators.report import Bullets, Calculation, CalculationRef, Figure, FigureRef, Sentence, sources

PROGRAMME = "integrationsmanagement_bw"


def cases(ags=AGS, programme=PROGRAMME):
    """All calculations of a municipality that the shipped figures allow, and the fit of the comparison."""
    facts = gap_cases.load()
    asked = gap_cases.settled(facts, Question(ags, programme=programme))
    found = [gap_cases.of_measure(facts, asked, measure) for measure in gap_cases.MEASURES]
    return facts, found


def source_of(facts, given):
    """The source behind an input, by its link; what we computed rests on the comparison's data."""
    kind, _, key = (given.link or "indicator:arbeitsmarktmittel").partition(":")
    if kind == "standard":
        return sources.of_standard(facts.catalog.standard(key))
    if kind == "programme":
        rows = facts.records.filter(programme=key)
        return sources.of_funding(facts.catalog.funding_sources[rows["source"][0]])
    if kind == "region":
        key = "auslaenderanteil"
    dataset = facts.catalog.dataset(facts.catalog.indicator(key).datasets[0])
    return sources.of_dataset(dataset)


def with_gaps(declared, registry, ags=AGS, programme=PROGRAMME):
    """The brief of Stuttgart with the gaps of a municipality in the place of its single calculation."""
    base = stuttgart(declared, registry)
    facts, found = cases(ags, programme)
    known = {source.id: source for source in base.sources}
    calculations, figures = [], list(base.figures)
    pairs = [(case, gap) for case in found for gap in case.gaps]
    for n, (case, gap) in enumerate(pairs):
        given = []
        for one in gap.inputs:
            if one.value is None or one.origin == "eigene_annahme":
                continue
            source = source_of(facts, one)
            known.setdefault(source.id, source)
            given.append((one.key, (source.id,)))
        calculations.append(Calculation(f"rechnung_{n}", gap, tuple(given)))
        ids = tuple(dict.fromkeys(key for _, keys in given for key in keys))
        charts = [main_figure(gap), tornado(gap)] if gap.amount is not None else []
        if case.compared and case.compared.fit:
            charts.append(
                residuals(gap, case.compared.fit, ags, lambda code: registry.get(code).display_name)
            )
        figures += [
            Figure(f"gap_{n}_{m}", f"{gap.title}: {gap.text}", "Stuttgart", chart, chart.alt, ids)
            for m, chart in enumerate(charts)
            if chart is not None
        ]
    sections = []
    for section in base.sections:
        if section.role != "bedarf":
            sections.append(section)
            continue
        blocks = list(section.blocks[:1])
        for calculation in calculations:
            blocks.append(CalculationRef(calculation.id))
            number = calculation.id.removeprefix("rechnung_")
            blocks += [FigureRef(f.id) for f in figures if f.id.startswith(f"gap_{number}_")]
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(
        base,
        sections=tuple(sections),
        calculations=tuple(calculations),
        figures=tuple(figures),
        sources=tuple(known.values()),
    )


def with_own_text(report, text):
    """The report with this text wherever a person may write."""
    points = Bullets((Sentence("Ein Satz.").edited(text),), numbered=True)
    sections = tuple(
        replace(section, blocks=(points,)) if section.role == "beschluss" else section
        for section in report.sections
    )
    assumptions = tuple(replace(a, reason=text) if a.own else a for a in report.assumptions)
    figures = (replace(report.figures[0], title=text, caption=text), *report.figures[1:])
    tables = tuple(replace(t, title=text, note=text) for t in report.tables)
    return replace(
        report, title=text, subtitle=text, author=text, sections=sections, assumptions=assumptions,
        figures=figures, tables=tables,
    )  # fmt: skip


INJECTIONS = (
    '=HYPERLINK("http://example.org";"x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=cmd|' /C calc'!A0",
    "_x003D_1+1",
    "{=1+1}",
    "http://example.org/",
    OWN_TEXT,
    "\ud800 \ufffe \x0b \x1b[31m \u202e 漢字 👩‍👩‍👧‍👦",
)
