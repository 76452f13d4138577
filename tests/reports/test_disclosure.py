"""No edition and no file says more than the release: what is hidden can't be worked out.

Two proofs. First, every number that an edition or a file prints is one that the released
figures hold, in one of the ways in which numbers are written. Second, from the numbers read
back out of the files the release's own auditor can't determine anybody's answer; and two
companies that differ in hidden answers only give the same pages, letter by letter.
"""

import csv
import dataclasses
import io
import json
import re

import numpy as np
import openpyxl
import pytest
from django.utils import translation

from programs.charts import whole
from programs.gateways import pdf
from programs.reports import documents
from programs.reports.choices import Edition
from programs.reports.figures import fingerprint, from_json, to_json
from programs.surveys.disclosure.audit import Knowledge, bounds
from programs.surveys.figures import OTHERS_GROUP, SIDE_GROUP
from tests.factories.reports import make_figures, make_participation, make_protected_figures, make_story
from tests.reports.inspection import text_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NAMES = ("Claims", "Finance", "Legal", "Sales", "Tax")
SIZES = (52, 30, 4, 24, 3)
"""Legal and Tax are too small to be shown: they are merged with the next smallest."""


def make_company(**fields):
    story = make_story(names=NAMES, sizes=SIZES, drop=0.0)
    rows = tuple(row for row in make_participation(NAMES).departments if row.name not in ("Legal", "Tax"))
    part = dataclasses.replace(
        make_participation(NAMES), departments=rows, not_shown=("Legal", "Tax"), departments_reached=3
    )
    return make_figures(story=story, participation=part, **fields)


def editions(figures):
    """Every edition of every department, by name, as (report, job)."""
    data = to_json(figures)
    stored, sha256 = from_json(data), fingerprint(data)
    asked = [(edition, "") for edition in Edition if edition != Edition.DEPARTMENT]
    asked += [(Edition.DEPARTMENT, key) for key in documents.departments_of(stored)]
    with translation.override("en-gb"):
        for edition, key in asked:
            report = documents.report(stored, sha256, edition=edition, department=key)
            yield f"{edition} {key}".strip(), report, documents.pdf_job(report)


def files(figures):
    stored = from_json(to_json(figures))
    return {kind: documents.figures_file(stored, "0" * 64, kind) for kind in ("csv", "xlsx", "json")}


def numbers_in(text):
    """Numbers of a text, without the codes and addresses that aren't figures."""
    text = re.sub(r"https?://\S+|\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b|\b[A-Z]\d+r?\b", " ", text.replace("−", "-"))
    return {number.replace(",", "").lstrip("-+") for number in re.findall(r"[-+]?\d[\d,]*(?:\.\d+)?", text)}


def values_of(stored):
    """Every number and text of the snapshot, however deep."""
    if isinstance(stored, dict):
        for value in stored.values():
            yield from values_of(value)
    elif isinstance(stored, list | tuple):
        for value in stored:
            yield from values_of(value)
    else:
        yield stored


def allowed(figures):
    """Every way in which a released number may be printed, and the numbers of fixed sentences."""
    stored = to_json(figures)
    found = set()
    for value in values_of(stored):
        if isinstance(value, str):
            found |= numbers_in(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found |= {str(abs(whole(value))), str(abs(whole(value * 100))), f"{abs(value):.4f}", str(abs(value))}
            found |= {f"{abs(value):.3f}", f"{abs(value):.2f}"}
    return found | _shares_of_counts(figures) | FIXED


FIXED = {str(number) for number in (0, 1, 2, 3, 4, 5, 8, 10, 25, 30, 50, 70, 75, 90, 95, 100, 1927, 1995, 1998, 2026)}
FIXED |= {"0.001", "67", "0.60", "6", "7", "9"}
"""Scales, thresholds, formulas and years that stand in fixed sentences."""


def _shares_of_counts(figures):
    """Steps of flows as per cent of the first; parts of a distribution; counts of rows and dates."""
    part, made = figures.participation, figures.commitments
    flows = [
        (part.people.enrolled, vars(part.people)),
        (part.visits.requested, vars(part.visits)),
        (made.proposed, vars(made)),
    ]
    found = {str(whole(100 * value / first)) for first, steps in flows if first for value in steps.values() if value}
    ties = figures.ties
    if ties.answers:
        found |= {str(whole(100 * (value or 0) / ties.answers)) for value in (ties.before, ties.now)}
    for wave in (figures.story.before, figures.story.after):
        for result in wave.results:
            counts = result.share.distribution or ()
            found |= {str(whole(100 * one / sum(counts))) for one in counts}
            found |= {str(whole(100 * (counts[0] + counts[1]) / sum(counts))) for _ in counts if len(counts) == 5}
            found |= {str(whole(100 * (counts[3] + counts[4]) / sum(counts))) for _ in counts if len(counts) == 5}
        found |= {str(one.day) for one in (wave.opened_on, wave.closed_on)}
        found |= {str(change.stayed) for change in wave.changes if change.stayed is not None}
    found |= _computed_of_encounters(figures) | _computed_of_words(figures)
    found |= {str(one.day) for one in (figures.taken_on, *(row.on for row in figures.overrides))}
    return found | {str(len(group.departments)) for group in wave.groups("business")}


def _computed_of_encounters(figures):
    """Sums of flows, shares that lasted, departments a person can call, days of weeks, rows of a grid."""
    flows, found = figures.flows, set()
    for key in ("origin", "department"):
        sums = {getattr(flow, key): 0 for flow in flows}
        for flow in flows:
            sums[getattr(flow, key)] += flow.visits
        found |= {str(value) for value in sums.values()}
        found |= {str(whole(100 * value / sum(sums.values()))) for value in sums.values()}
    found |= {str(whole(100 * one.kept / one.asked)) for one in figures.lasting if one.asked}
    found |= {str(day.day) for one in figures.periods for day in (one.start, one.end)}
    found |= {str(one.on.day) for one in figures.wins} | {str(len(figures.wins)), "12"}
    if figures.network is not None:
        there, _not, elsewhere, _never = cells = figures.network.where_visited
        pairs = (cells[0] + cells[1], cells[2] + cells[3])
        found |= {str(pair) for pair in pairs}
        found |= {str(whole(100 * part / pair)) for part, pair in zip((there, elsewhere), pairs, strict=True)}
        found |= {str(at) for at in range(1, len(figures.network.departments) + 1)}
        for one in figures.network.reached:
            found |= {f"{ties / one.people:.1f}" for ties in (one.ties_before, one.ties_after) if one.people}
    return found


def _computed_of_words(figures):
    """Shares of a recommend score's answers, hours of promises, days of releases, promises and goals."""
    found = {str(len(figures.follow_ups)), "12"}
    for release in figures.forms:
        found.add(str(release.released_on.day))
        counts = [said.counts for role in release.figures.roles for said in role.said if said.counts]
        found |= {str(whole(100 * part / sum(parts))) for parts in counts for part in parts}
    if figures.benefits is not None:
        made = figures.benefits
        found |= {str(made.promises - made.unsaid), *(str(whole(one / 60)) for one in (made.confirmed, made.estimated))}
    days = [one.due_on for one in figures.follow_ups]
    days += [day for goal in figures.goals for one in goal.measures for day in (one.target_on, one.trend_on)]
    if figures.readiness is not None:
        days.append(figures.readiness.closed_on)
    return found | {str(day.day) for day in days}


def detectable_of(report):
    """The smallest change that would stand out: computed from a released share and its n."""
    table = report.summary.certainty
    lines = [*report.limits, *(line for section in report.sections for line in section.boxed)]
    return numbers_in(" ".join([row[1] for row in table.rows] if table else []) + " ".join(lines))


@pytest.mark.parametrize("make", [make_company, make_figures, make_protected_figures])
def test_every_number_of_every_edition_is_a_released_one(make):
    figures = make()
    known = allowed(figures)

    for name, report, job in editions(figures):
        printed = numbers_in(" ".join(re.findall(r">([^<]+)<", re.sub(r"<title.*?</title>", "", job.html))))
        drawn = numbers_in(
            " ".join(text for chart in report.charts for text in re.findall(r">([^<]+)<", str(chart.wide)))
        )
        assert (printed | drawn) - known - detectable_of(report) == set(), name


def test_the_printed_pages_say_the_same_numbers_as_their_html(settings):
    settings.PUBLIC_URL = "https://exchange.example.com"
    figures = make_company()
    known = allowed(figures)

    for name, report, job in editions(figures):
        pages = {str(number) for number in range(1, 20)}
        assert numbers_in(text_of(pdf.render(job))) - known - detectable_of(report) - pages == set(), name


def test_every_number_of_every_file_is_a_released_one():
    figures = make_company()
    known = {str(round(abs(value), 4)) for value in values_of(to_json(figures)) if isinstance(value, int | float)}

    for kind, rows in read_back(files(figures)).items():
        told = {row[column] for row in rows for column in ("value", "low", "high", "n")} - {"", None}
        assert {str(round(abs(float(one)), 4)) for one in told} <= known | {f"{float(one)}" for one in known}, kind


def read_back(found):
    head, *rows = openpyxl.load_workbook(io.BytesIO(found["xlsx"]), read_only=True).active.iter_rows(values_only=True)
    return {
        "csv": list(csv.DictReader(io.StringIO(found["csv"].decode("utf-8-sig")))),
        "xlsx": [dict(zip(head, row, strict=True)) for row in rows],
        "json": json.loads(found["json"])["figures"],
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_nobodys_answer_follows_from_the_files(kind):
    rows = [row for row in read_back(files(make_company()))[kind] if row["part"] == "agreement"]
    shown = {row["group"] for row in rows if row["side"] == "business"}
    assert {"Legal", "Tax"} & shown == set()

    exact = {
        (row["wave"], row["figure"], row["group"]): (round(float(row["value"]) * int(row["n"])), int(row["n"]))
        for row in rows
        if row["side"] == "business" and row["n"] not in ("", None) and row["note"] in ("shown", "indicative")
    }
    for (wave, item, group), (agreeing, people) in exact.items():
        if group != "all":
            continue
        alone = [
            value
            for (w, i, g), value in exact.items()
            if (w, i) == (wave, item) and g not in ("all",) and "other" not in g
        ]
        rest, agree = people - sum(n for _x, n in alone), agreeing - sum(x for x, _n in alone)
        for small in (3, 4):
            if rest > small:
                low, high = bounds(what_files_tell(small, rest - small, agree), np.array([True, False]))
                assert low < high, (wave, item)
        assert rest == 0 or rest >= 10, (wave, item)


def what_files_tell(few, others, agreeing):
    """What subtraction tells of the people who stand in no row of their own: only their sum."""
    first = max(0, agreeing - others)
    return Knowledge("rest", np.array([[True, True]]), np.array([few, others]), np.array([first, agreeing - first]))


def test_editions_and_files_show_no_group_that_the_release_hides():
    figures = make_company()
    groups = {group.key for group in figures.story.after.groups("business")}
    hidden = {f"department-{2 + NAMES.index(name)}" for name in ("Legal", "Tax")}

    assert not hidden & groups
    assert groups <= {SIDE_GROUP, OTHERS_GROUP} | {f"department-{2 + at}" for at in range(len(NAMES))}
    assert not hidden & set(documents.departments_of(figures))
    with pytest.raises(KeyError):
        documents.report(figures, "0" * 64, edition="department", department=hidden.pop())


def test_companies_that_differ_in_hidden_departments_only_give_the_same_pages():
    figures = make_company()
    story = make_story(names=("Claims", "Finance", "Tax", "Sales", "Legal"), sizes=SIZES, drop=0.0)
    renamed = dataclasses.replace(figures, story=story)

    one = {name: job.html for name, _report, job in editions(figures)}
    other = {name: job.html for name, _report, job in editions(renamed)}

    code = re.compile(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}")
    assert {name: code.sub("", html) for name, html in one.items()} == {
        name: code.sub("", html) for name, html in other.items()
    }
    assert read_back(files(figures)) == read_back(files(renamed))
