import dataclasses

import pytest

from programs.reports import documents
from programs.reports.documents import coordination
from programs.reports.documents.annex import annexed
from programs.reports.figures import from_json, to_json
from tests.factories.reports import make_depth, make_empty_figures, make_figures, make_forms, make_story

pytestmark = pytest.mark.django_db


def report():
    return documents.report(from_json(to_json(make_figures())), "0" * 64)


def tables_of(one):
    return [table for section in one.sections for table in section.tables] + [
        chart.table for chart in one.charts if chart.table
    ]


def test_annexed_moves_long_tables_and_loses_none():
    whole = report()

    printed = annexed(whole)

    last = printed.sections[-1]
    assert last.key == "annex"
    assert len(tables_of(printed)) == len(tables_of(whole))
    assert {table.rows for table in tables_of(printed)} == {table.rows for table in tables_of(whole)}
    assert all(len(chart.table.rows) <= 7 for chart in printed.charts if chart.table)


def test_annexed_says_where_each_table_is():
    printed = annexed(report())

    told = [line for section in printed.sections for line in section.lines]
    told += [line for chart in printed.charts for line in chart.lines]
    for at, table in enumerate(printed.sections[-1].tables, 1):
        assert table.caption.startswith(f"A{at} · ")
        assert any(f"table A{at} in the annex" in line for line in told)


def test_p_values_stand_in_one_table_of_the_method_only():
    whole = report()

    heads = [(section.key, table.head) for section in whole.sections for table in section.tables if "p" in table.head]

    assert [key for key, _head in heads] == ["method"]
    assert all("p" not in chart.table.head for chart in whole.charts if chart.table)


def test_coordination_is_drawn_where_it_was_asked_and_said_not_to_be_where_not():
    asked = coordination.coordination_section(make_depth(make_story()).after)
    not_asked = coordination.coordination_section(make_story().after)

    assert asked.charts[0].table.head[1:] == ("Finance", "Information Technology", "Sales")
    assert "71" in str(asked.charts[0].wide)
    assert "Finance – Finance" not in str(asked.charts[0].wide)
    assert not_asked.charts == ()
    assert "not asked" in not_asked.lines[0]


def test_report_has_the_chapters_of_the_storyline_in_its_order():
    keys = [section.key for section in report().sections]

    wanted = [
        "about", "goals", "people", "met", "gap", "spread", "departments", "change", "movement", "compared", "doses",
        "coordination", "ties", "network", "readiness", "concerns", "forms", "themes", "promises", "method", "wording",
    ]  # fmt: skip
    assert keys == wanted


SAID_TO_BE_MISSING = {
    "goals": "No agreed objective yet",
    "met": "No visits yet",
    "change": "One wave has been closed",
    "movement": "One wave has been closed",
    "compared": "One wave has been closed",
    "doses": "One wave has been closed",
    "network": "No roster has been closed",
    "readiness": "No pulse has closed yet",
    "concerns": "Nobody has raised a concern",
    "forms": "Nothing that was said after visits",
    "themes": "No theme was mentioned",
}


def test_chapters_without_data_say_so():
    bare = make_empty_figures(story=make_story(waves=1))

    sections = {section.key: section for section in documents.report(bare, "0" * 64).sections}

    for key, words in SAID_TO_BE_MISSING.items():
        assert not sections[key].charts
        assert not sections[key].tables
        assert sections[key].lines[0].startswith(words), key


@pytest.mark.parametrize(
    ("missing", "key", "words"),
    [("movements", "movement", "Too few people"), ("contrasts", "compared", "Too few people"),
     ("parts", "doses", "Too few people")],
)  # fmt: skip
def test_chapters_of_a_second_wave_say_what_could_not_be_shown(missing, key, words):
    story = make_depth(make_story())
    story = dataclasses.replace(story, after=dataclasses.replace(story.after, **{missing: ()}))

    sections = {section.key: section for section in documents.report(make_figures(story=story), "0" * 64).sections}

    assert sections[key].lines[0].startswith(words)


def test_report_before_the_first_wave_has_one_chapter_for_the_survey():
    sections = documents.report(make_empty_figures(), "0" * 64).sections

    assert [section.lines[0] for section in sections if section.key == "gap"] == ["No survey wave has been closed yet."]
    assert not {"spread", "departments", "change", "coordination"} & {section.key for section in sections}


# What forms after visits say ----------------------------------------------------------------------------


def section_of(figures, key):
    return next(section for section in documents.report(figures, "0" * 64).sections if section.key == key)


def test_forms_print_each_statement_with_interval_and_n():
    section = section_of(make_figures(), "forms")

    charts = {chart.name: chart for chart in section.charts}
    assert set(charts) == {"said-visitor", "then-now", "said-host", "recommend"}
    rows = {row[0]: row[1:] for row in charts["said-visitor"].table.rows}
    share = make_forms()[0].figures.roles[0].rated[0].share("V4")
    assert rows["The day was worth the time away from my job."][:3] == (
        f"{round(100 * share.value)}%", f"{round(100 * share.low)} to {round(100 * share.high)}", "94"
    )  # fmt: skip
    assert "We agreed a concrete follow-up (yes)" in rows
    assert not {row for row in rows if row.startswith(("Looking back", "Now I"))}


def test_forms_never_mix_looking_back_with_the_survey():
    chart = next(one for one in section_of(make_figures(), "forms").charts if one.name == "then-now")

    assert chart.title.startswith("Looking back")
    assert "not a survey wave" in chart.measure
    assert [row[3] for row in chart.table.rows] == ["94", "94"]


def test_forms_print_the_recommend_score_of_both_sides():
    chart = next(one for one in section_of(make_figures(), "forms").charts if one.name == "recommend")

    visitors, hosts = chart.table.rows
    low, middle, high = (int(cell) for cell in visitors[4:])
    assert (low + middle + high, visitors[0], hosts[0]) == (94, "Visitors", "Hosts")
    assert visitors[1] == f"{round(100 * (high - low) / 94):+d}".replace("-", "−")


def test_forms_of_few_hosts_are_not_shown():
    section = section_of(make_figures(forms=make_forms(hosts=4)), "forms")

    assert {chart.name for chart in section.charts} == {"said-visitor", "then-now", "recommend"}
    assert "Hosts: too few answers to show without pointing at people." in section.lines
    assert section.charts[-1].table.rows[1] == ("Hosts", "–", "–", "–", "–", "–", "–")


def test_forms_of_earlier_releases_are_told_in_short():
    section = section_of(make_figures(), "forms")

    table = section.tables[-1]
    assert table.caption == "Earlier releases"
    assert [row[0] for row in table.rows] == ["13 May 2026, Visitors", "13 May 2026, Hosts"]
    assert [row[2] for row in table.rows] == ["74", "41"]


# The pulse, themes and quotes ---------------------------------------------------------------------------


def test_readiness_names_the_first_weak_element_of_each_side():
    section = section_of(make_figures(), "readiness")

    assert section.lines == (
        "IT: the first element below 60% is “Being able to”, 41%.",
        "Business: the first element below 60% is “Knowing why”, 52%.",
    )
    assert [chart.name for chart in section.charts] == ["readiness", "worries"]
    assert section.tables[0].rows[3][:2] == ("Other departments (2)", "–")


def test_themes_are_printed_with_the_agreement_of_their_readers():
    tables = {table.caption: table for table in section_of(make_figures(), "themes").tables}

    assert tables["Themes that two leads found alike"].rows[0] == ("Waiting and response", "22", "57", "0.81", "44")
    assert tables["Words that stand out"].rows[0][1] == "ramp (17), queue (12)"


def test_quotes_stand_only_in_the_report_that_their_authors_agreed_to():
    figures = make_figures()
    texts = {one.text: found.report for found in figures.quotes for one in found.quotes}

    editions = {
        "board": documents.report(figures, "0" * 64, edition="board"),
        "program": documents.report(figures, "0" * 64),
        "department": documents.report(figures, "0" * 64, edition="department", department="department-2"),
        "elsewhere": documents.report(figures, "0" * 64, edition="department", department="department-3"),
    }

    told = {
        name: {
            one.text.strip("“”") for section in (*one.sections, one.summary.voices) if section for one in section.quotes
        }
        for name, one in editions.items()
    }
    for name in ("board", "program", "department"):
        assert told[name] == {one.text for one in figures.quotes_of(name).quotes}
    assert told["elsewhere"] == set()
    assert len(texts) == 3


def test_quotes_say_who_chose_them_and_whose_they_are():
    voices = documents.report(make_figures(), "0" * 64, edition="board").summary.voices

    assert [one.who for one in voices.quotes] == ["a visitor", "a host, Sales"]
    assert voices.quoted_by == "Selected by Lena Lead"
    assert voices.lines == (
        (
            "Mentioned most, of 57 people: "
            "Waiting and response (22), Night shifts (14), Tools that don't fit the work (13)."
        ),
    )


def test_executive_page_without_words_says_so():
    voices = documents.report(make_figures(quotes=(), coded=()), "0" * 64, edition="board").summary.voices

    assert (voices.quotes, voices.lines) == ((), ("No author has consented to a quote for this report yet.",))


# The department's own -----------------------------------------------------------------------------------


def test_department_report_has_index_learning_and_contacts():
    one = documents.report(make_figures(), "0" * 64, edition="department", department="department-2")

    sections = {section.key: section for section in one.sections}
    assert list(sections) == ["index", "visits", "learned", "contacts", "talk", "limits"]
    assert sections["learned"].tables[0].rows == (("The close waits for one file", "Pain", "9"),)
    assert sections["contacts"].lines[0] == "24 new working contacts, 1 no longer in touch."


def test_department_report_says_what_it_does_not_have():
    figures = make_figures(department_themes=(), department_ties=(), quotes=())

    one = documents.report(figures, "0" * 64, edition="department", department="department-2")

    sections = {section.key: section for section in one.sections}
    assert sections["learned"].lines[0].startswith("Nothing was said by enough visitors")
    assert sections["contacts"].lines == ("Too few people answered about contacts to show figures.",)
