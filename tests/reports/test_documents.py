import dataclasses

import pytest

from programs.reports import documents
from programs.reports.documents import coordination
from programs.reports.documents.annex import annexed
from programs.reports.figures import from_json, to_json
from tests.factories.reports import make_depth, make_figures, make_story

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
    asked = coordination.coordination_section(make_depth(make_story()))
    not_asked = coordination.coordination_section(make_story())

    assert asked.charts[0].table.head[1:] == ("Finance", "Information Technology", "Sales")
    assert "71" in str(asked.charts[0].wide)
    assert not_asked.charts == ()
    assert "not asked" in not_asked.lines[0]


def test_report_has_the_chapters_of_the_storyline_in_its_order():
    keys = [section.key for section in report().sections]

    wanted = ["about", "people", "met", "gap", "spread", "departments", "change", "movement", "compared", "doses",
              "coordination", "ties", "network", "concerns", "themes", "promises", "method", "wording"]  # fmt: skip
    assert keys == wanted


def test_chapters_without_data_are_left_out():
    bare = make_figures(
        story=make_story(), flows=(), periods=(), network=None, lasting=(), wins=(), concerns=None, themes=()
    )
    story = dataclasses.replace(bare.story, after=dataclasses.replace(bare.story.after, movements=()))

    keys = {section.key for section in documents.report(dataclasses.replace(bare, story=story), "0" * 64).sections}

    assert not keys & {"met", "movement", "compared", "doses", "network", "concerns", "themes"}
