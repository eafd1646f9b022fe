"""Reports of real places: whole, sourced, in plain German, with the numbers of the other doors."""

import re
from dataclasses import replace

import polars as pl
import pytest

from indicators import briefs, funding, gap_cases, lookup
from indicators.briefs import Choice, links
from indicators.briefs.money import latest_amounts
from indicators.briefs.shortfall import fitting
from indicators.briefs.sources import canonical
from indicators.exports import pdf
from indicators.gap_cases import real
from indicators.gaps import assumptions
from indicators.gaps.model import MEASURES, NOT_SUMMED
from indicators.report import Bullets, Paragraph, Report, checks
from indicators.texts import briefs as words
from indicators.texts.comparison import Subject
from indicators.texts.wording import causal_words

PLACES = ("08111", "05515", "03241001", "03241", "03459", "16053")
_NUMBER = re.compile(r"−?\d[\d.]*(?:,\d+)?")


@pytest.fixture(scope="module", params=PLACES)
def ags(request):
    """One of the places."""
    return request.param


@pytest.fixture(scope="module")
def report(ags, world):
    """Its report with everything as proposed."""
    return briefs.build(Choice.of(ags), world)


def decision_of(report: Report) -> list[str]:
    """The points of the proposed decision."""
    section = next(s for s in report.sections if s.role == "beschluss")
    return [item.text for block in section.blocks if isinstance(block, Bullets) for item in block.items]


def test_every_quoted_number_is_that_of_the_command_show(ags, world):
    for candidate in briefs.candidates(Choice.of(ags), world):
        for quoted in candidate.quoted:
            indicator = world.catalog.indicator(quoted.indicator)
            shown = lookup.value_of(indicator, world.catalog, quoted.ags, quoted.group, quoted.year)
            assert shown["value"] == quoted.value
            subject = Subject(indicator, world.catalog, quoted.group, is_gap=False)
            assert quoted.text == words.amount(shown["value"], subject)
            assert any(quoted.text in sentence.text for sentence in candidate.finding.sentences)


def test_every_number_of_a_sentence_is_quoted_or_a_difference_of_quoted_ones(ags, world):
    for candidate in briefs.chosen(Choice.of(ags), world):
        text = " ".join(sentence.text for sentence in candidate.finding.sentences)
        text = text.replace(candidate.entry.indicator.title, "")
        known = {n for q in candidate.quoted for n in _NUMBER.findall(f"{q.text} {q.year}")}
        values = [q.value for q in candidate.quoted]
        subject = Subject(candidate.entry.indicator, world.catalog, candidate.entry.group, is_gap=False)
        differences = {
            n for a in values for b in values for n in _NUMBER.findall(words.difference(a - b, subject))
        }
        earlier = {n for s in candidate.finding.sentences[-2:] for n in _NUMBER.findall(s.text)}
        per = {"1.000"} if candidate.entry.indicator.unit.startswith("per_1000") else set()
        assert set(_NUMBER.findall(text)) <= known | differences | earlier | per


def test_calculations_are_those_of_the_page_on_funding_gaps(ags, report, world):
    asked = gap_cases.settled(world.facts, Choice.of(ags).asked)
    assert asked == fitting(Choice.of(ags), world)
    gaps = {m: gap_cases.explained(world.facts, asked, m).gaps for m in MEASURES}
    for calculation in report.calculations:
        assert calculation.gap in gaps[calculation.gap.measure]


def test_amounts_are_those_of_the_funding_records(ags, report, world):
    records = funding.of_region(world.facts.records, funding.reach(ags, world.registry))
    several = records.filter(pl.col("year_end").is_not_null())
    known = set(funding.annual(records)["amount_eur"]) | set(several["amount_eur"])
    table = report.table("finanzen")
    assert table.rows
    assert {row[-1] for row in table.rows} <= known


def test_the_region_itself_stands_first_and_old_figures_of_others_are_left_out(ags, world):
    codes = funding.reach(ags, world.registry)
    rows = funding.annual(funding.of_region(world.facts.records, codes)).rows(named=True)
    found = latest_amounts(rows, codes, 2021)
    assert found
    assert [codes.index(r["region"]) for r in found] == sorted(codes.index(r["region"]) for r in found)
    assert all(r["year"] >= 2021 or r["region"] == ags for r in found)


def test_sentences_are_plain_german(report):
    for sentence in checks.sentences(report):
        assert not causal_words(sentence.text), sentence.text
        assert "None" not in sentence.text
        assert not re.search(r"\bnan\b|\binf\b", sentence.text), sentence.text
        assert ".." not in sentence.text, sentence.text
        assert "  " not in sentence.text, sentence.text
        assert sentence.text[-1] in ".?", sentence.text
        assert not re.search(r"\d [%€]", sentence.text), sentence.text
        assert not re.search(r"(^|\s)-\d", sentence.text), sentence.text


def test_no_sentence_stands_twice(report):
    texts = [sentence.text for sentence in checks.sentences(report)]
    twice = {text for text in texts if texts.count(text) > 1}
    assert twice <= {words.NOTHING_NEWER, NOT_SUMMED}


def test_every_source_of_a_figure_is_listed_with_its_licence(report, world):
    listed = {source.id for source in report.sources}
    for figure in report.figures:
        assert set(figure.sources) <= listed
    for source in report.sources:
        assert source.citation
        if source.licence == "dl-de/by-2-0":
            assert source.licence_url


def test_datasets_of_one_publication_are_one_source(report):
    said = [(s.citation, s.table, s.edition, s.url) for s in report.sources if s.id.startswith("dataset:")]
    assert len(said) == len(set(said))


def test_the_values_of_the_kreis_stand_under_its_name(world):
    city, kreis = (briefs.candidates(Choice.of(a), world) for a in ("03241001", "03241"))
    of_city = {c.id: c for c in city}
    assert of_city["arbeitslosenquote"].region.display_name == "Hannover"
    assert of_city["beschaeftigungsquote"].region.display_name == "Region Hannover"
    assert "in der Region Hannover" in of_city["beschaeftigungsquote"].finding.sentences[0].text
    assert "in Hannover 2" in of_city["arbeitslosenquote"].finding.sentences[0].text
    assert {c.region.display_name for c in kreis} == {"Region Hannover"}


def test_without_own_funding_data_the_brief_says_so(world):
    report = briefs.build(Choice.of("16053"), world)
    said = " ".join(sentence.text for sentence in checks.sentences(report))
    assert "Eigene Haushaltsdaten in Jena sind nicht erfasst" in said
    assert {str(row[1]).split(", ")[1] for row in report.table("finanzen").rows} <= {
        "Thüringen",
        "Deutschland",
    }


def test_without_a_gap_no_amount_is_proposed(world):
    choice = replace(Choice.of("16053"), measures=("realwert", "vergleich"))
    texts = decision_of(briefs.build(choice, world))
    assert any("Ein Betrag wird nicht vorgeschlagen: Keines der" in text for text in texts)
    assert not any("€" in text for text in texts)


def test_a_chosen_indicator_stays_also_where_it_is_the_usual_one(world):
    usual = replace(Choice.of("08111"), handlungsfeld="bildung")
    proposed = fitting(usual, world).indicator
    assert world.catalog.indicator(proposed).handlungsfeld == "bildung"
    chosen = replace(usual, asked=replace(usual.asked, indicator="arbeitslosenquote"))
    assert fitting(chosen, world).indicator == "arbeitslosenquote"
    assert links.from_link(links.to_link(chosen), world.facts) == chosen


def test_a_handlungsfeld_brings_its_own_indicator_and_programme(world):
    asked = fitting(replace(Choice.of("08111"), handlungsfeld="bildung"), world)
    assert world.catalog.indicator(asked.indicator).handlungsfeld == "bildung"
    report = briefs.build(replace(Choice.of("08111"), handlungsfeld="bildung"), world)
    assert not any(c.gap.measure == "vergleich" for c in report.calculations)
    own = replace(Choice.of("08111"), handlungsfeld="bildung", measures=("vergleich",))
    assert [c.gap.measure for c in briefs.build(own, world).calculations] == ["vergleich"]


def test_several_measures_are_never_added(report):
    computed = len([1 for _ in report.table("masse").rows])
    said = [sentence.text for sentence in checks.sentences(report)]
    assert computed < 2 or NOT_SUMMED in said


def test_an_edited_sentence_is_own_text_and_an_emptied_one_is_gone(world):
    choice = Choice.of("08111")
    first, second, *_ = briefs.sentences(choice, world)
    changed = choice.edited(first.id, "Wir wollen das, weil es hilft.").edited(second.id, " ")
    report = briefs.build(changed, world)
    said = [sentence for sentence in checks.sentences(report) if sentence.own]
    assert [s.text for s in said] == ["Wir wollen das, weil es hilft."]
    assert report.warnings
    assert second.text not in [s.text for s in checks.sentences(report)]
    assert [e.text for e in briefs.sentences(changed, world)][:2] == ["Wir wollen das, weil es hilft.", " "]


@pytest.mark.parametrize("ags", ["08111", "03241001", "08", "DG", "16053"])
@pytest.mark.parametrize("measures", [None, (), tuple(MEASURES)])
def test_ids_of_sentences_are_unique_and_say_what_they_are_about(world, ags, measures):
    every = tuple(c.id for c in briefs.candidates(Choice.of(ags), world))
    choice = replace(Choice.of(ags), measures=measures, findings=every if measures else None)
    ids = [e.id for e in briefs.sentences(choice, world)]
    assert len(ids) == len(set(ids))
    assert not [key for key in ids if key.rpartition(".")[2].isdigit()]


def test_an_own_sentence_stays_with_its_statement_when_the_findings_change(world):
    plain = Choice.of("08111")
    chosen = [c.id for c in briefs.chosen(plain, world)]
    before = {e.id: e.original for e in briefs.sentences(plain, world)}
    first = next(key for key in before if key.startswith("kurzfassung."))
    kept = next(i for i in chosen if f"kurzfassung.{i}" in before and f"kurzfassung.{i}" != first)
    own = plain.edited(f"kurzfassung.{kept}", "Unser Satz.").edited(f"grenzen.{kept}", "Unsere Grenze.")
    gone = first.rpartition(".")[2]
    changed = replace(own, findings=tuple(i for i in chosen if i != gone))
    after = {e.id: e for e in briefs.sentences(changed, world)}
    assert [key for key, e in after.items() if e.is_own] == [f"kurzfassung.{kept}", f"grenzen.{kept}"]
    assert after[f"kurzfassung.{kept}"].original == before[f"kurzfassung.{kept}"]
    assert briefs.unplaced(changed, world) == ()


def test_an_own_sentence_whose_statement_is_gone_is_kept_and_named(world):
    plain = Choice.of("08111")
    finding = next(iter(briefs.chosen(plain, world))).id
    own = plain.edited(f"{finding}.wert", "Unser Satz.").edited(f"lage-{plain.peer_set}.{finding}", "")
    changed = replace(own, findings=())
    assert briefs.unplaced(own, world) == ()
    assert briefs.unplaced(changed, world) == ("Unser Satz.", "")
    said = [s.text for s in checks.sentences(briefs.build(changed, world))]
    assert "Unser Satz." not in said
    again = links.from_link(links.to_link(changed), world.facts)
    assert briefs.unplaced(again, world) == ("Unser Satz.", "")
    back = briefs.build(replace(again, findings=None), world)
    assert "Unser Satz." in [s.text for s in checks.sentences(back)]


def test_a_sentence_about_another_programme_is_another_sentence(world):
    plain = Choice.of("08111")
    asked = [replace(plain.asked, programme=p.id) for p in real.programmes(world.facts, plain.region)]
    choices = [replace(plain, asked=question, measures=("realwert",)) for question in asked]
    of_gap = [{e.id for e in briefs.sentences(c, world) if "realwert" in e.id} for c in choices]
    assert len(of_gap) > 1
    assert all(of_gap)
    assert sum(map(len, of_gap)) == len(set().union(*of_gap))


def test_the_persons_occasion_and_decisions_stand_as_written(world):
    choice = replace(
        Choice.of("08111"), occasion="Eins.\n\n#Zwei *fett*", decisions=("Punkt A", " ", "Punkt B")
    )
    sections = {s.role: s for s in briefs.build(choice, world).sections}
    assert [b.sentences[0].text for b in sections["anlass"].blocks if isinstance(b, Paragraph)] == [
        "Eins.",
        "#Zwei *fett*",
    ]
    assert decision_of(briefs.build(choice, world)) == ["Punkt A", "Punkt B"]


@pytest.mark.parametrize(
    "field", ["demografie", "bildung", "arbeit", "diskriminierung", "finanzkraft", "beratung"]
)
@pytest.mark.parametrize("ags", ["08111", "03241001", "08", "DG", "16053"])
def test_every_handlungsfeld_of_every_level_makes_a_report(ags, field, world):
    assert briefs.build(replace(Choice.of(ags), handlungsfeld=field), world).sections


@pytest.mark.parametrize("style", ["stuttgart", "leipzig", "aachen"])
def test_every_style_makes_a_report(style, world):
    assert briefs.build(replace(Choice.of("08111"), style=style), world).style.id == style


def test_chosen_indicators_without_a_value_say_why(world):
    choice = replace(
        Choice.of("08111"), findings=("arbeitslosenquote", "gymnasialanteil_klasse_8_niedersachsen")
    )
    said = " ".join(s.text for s in checks.sentences(briefs.build(choice, world)))
    assert "kein Wert. Die Quelle umfasst nur ein Land: Niedersachsen." in said


def test_own_assumptions_make_a_scenario_with_its_reason(world):
    query = {"region": "05515"}
    choice = briefs.links.from_link(query, world.facts)
    given = gap_cases.assume.declared(world.facts, choice.asked)
    own = choice.asked.assumptions
    for key, value in (("staff", 12.0), ("caseload", 4000.0)):
        own = assumptions.override(own, given, key, value, "Angabe des Fachamts")
    report = briefs.build(replace(choice, asked=replace(choice.asked, assumptions=own)), world)
    assert any(a.own and a.reason == "Angabe des Fachamts" for a in report.assumptions)
    assert any(s.certainty == "szenario" for s in checks.sentences(report))


def test_every_member_has_a_profile_and_a_brief(world):
    for member in world.registry.members():
        region = world.registry.get(member.region_ags)
        assert briefs.profile_report(region, world).sources
        assert briefs.build(Choice.of(region.ags), world).sources


def test_the_same_choice_gives_the_same_file(world):
    one, other = (pdf.render(briefs.build(Choice.of("16053"), world)) for _ in range(2))
    assert one == other


def test_a_source_that_is_declared_stays_itself_or_its_twin(world):
    for key in world.catalog.datasets:
        (found,) = canonical((f"dataset:{key}",), world)
        twin = world.catalog.datasets[found.removeprefix("dataset:")]
        assert twin.attribution == world.catalog.datasets[key].attribution


def test_costs_of_parity_are_no_amount_of_the_decision(world):
    choice = replace(Choice.of("16053"), measures=("paritaet",))
    given = gap_cases.assume.declared(world.facts, choice.asked)
    own = choice.asked.assumptions
    for key, value in (("effect", 0.15), ("unit_cost", 4000.0)):
        own = assumptions.override(own, given, key, value, "Angabe des Fachamts")
    report = briefs.build(replace(choice, asked=replace(choice.asked, assumptions=own)), world)
    assert {c.gap.unit for c in report.calculations} == {"persons", "eur"}
    texts = decision_of(report)
    assert not any("€" in text for text in texts)
    assert any("Ein Betrag wird nicht vorgeschlagen" in text for text in texts)


def test_several_own_gaps_are_listed_in_one_point_and_not_added(world):
    choice = replace(Choice.of("05515"), measures=("standard", "struktur"))
    given = gap_cases.assume.declared(world.facts, choice.asked)
    own = assumptions.override(choice.asked.assumptions, given, "staff", 12.0, "Stellenplan")
    texts = decision_of(briefs.build(replace(choice, asked=replace(choice.asked, assumptions=own)), world))
    (point,) = [text for text in texts if "€" in text]
    assert point.count("€") == 2
    assert point.endswith("Die Beträge überschneiden sich und werden nicht addiert.")


def test_kept_parts_give_the_same_report_whatever_a_person_wrote(world):
    plain = Choice.of("08111")
    first = briefs.sentences(plain, world)[0]
    own = replace(plain.edited(first.id, "Unser Satz."), title="Titel", author="Amt", style="leipzig")
    assert briefs.said(own) == plain
    kept = briefs.parts(plain, world)
    found, anew = briefs.build(own, world, made=kept), briefs.build(own, world)
    assert list(checks.sentences(found)) == list(checks.sentences(anew))
    assert found.sections == anew.sections
    assert briefs.sentences(own, world, made=kept) == briefs.sentences(own, world)
