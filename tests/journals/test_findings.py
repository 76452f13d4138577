"""Findings: merged cards, people counted once, and what may be told outside."""

import csv
import datetime
import io

import pytest
from django.urls import reverse

from programs.commitments import actions as commitment_actions
from programs.commitments.choices import CommitmentRefusal, RoadmapState
from programs.commitments.models import RoadmapItem
from programs.journals import actions, findings
from programs.journals.choices import InsightKind, InsightRefusal, Visibility
from programs.journals.models import Finding, Insight
from tests.factories.journals import make_insight, make_told_visits


@pytest.fixture
def told(cohort, offering, now):
    """Six people's cards about one pain, each from a visit of their own."""
    visits = make_told_visits(cohort, offering, count=6, now=now)
    return [make_insight(visit, visit.visitor, f"It waits {visit.pk}", at=now) for visit in visits]


def _merge(program, cards, lead, now, *, finding=None, title="Waiting for files"):
    return actions.merge_insights(program=program, insights=cards, finding=finding, title=title, by=lead, at=now)


def test_merge_insights_counts_people_and_keeps_every_source(program, told, lead, attended_visit, now):
    author = told[0].reflection.author
    again = make_insight(told[0].reflection.visit, author, "And again", section="so_what", at=now)

    made = _merge(program, [*told[:3], again], lead, now)

    (row,) = findings.findings_of(program)
    assert (row, row.people, row.departments, row.cards) == (made, 3, 1, 4)
    assert {card.text for card in findings.cards_of(made)} == {"And again", *(card.text for card in told[:3])}


def test_merge_insights_adds_to_a_finding_that_is_there(program, told, lead, now):
    made = _merge(program, told[:2], lead, now)

    same = _merge(program, told[2:4], lead, now, finding=made, title="")

    assert same == made
    assert made.insights.count() == 4


def test_merge_insights_refuses_two_kinds_nothing_and_no_title(program, attended_visit, visitor, host, told, lead, now):
    praise = make_insight(attended_visit, host, "Good", kind="praise", section="host_saw", at=now)

    with pytest.raises(actions.JournalRefused) as mixed:
        _merge(program, [told[0], praise], lead, now)
    with pytest.raises(actions.JournalRefused) as empty:
        _merge(program, [], lead, now, title=" ")

    assert mixed.value.reasons == {InsightRefusal.ANOTHER_KIND}
    assert empty.value.reasons == {InsightRefusal.NOTHING_CHOSEN, InsightRefusal.NO_TITLE}
    assert not Finding.objects.exists()


def test_a_card_that_its_author_narrows_leaves_the_counts(program, told, lead, now):
    made = _merge(program, told, lead, now)

    actions.open_insight(insight=told[0], visibility=Visibility.HOST, by=told[0].reflection.author, at=now)
    actions.take_back_insight(insight=told[1], by=told[1].reflection.author, at=now)

    (row,) = findings.findings_of(program)
    assert row.people == 4
    assert told[0] not in findings.cards_of(made)


def test_part_insight_ends_a_finding_with_its_last_card(program, told, lead, now):
    _merge(program, told[:2], lead, now)

    actions.part_insight(insight=Insight.objects.get(pk=told[0].pk), by=lead, at=now)
    actions.part_insight(insight=Insight.objects.get(pk=told[1].pk), by=lead, at=now)

    assert not Finding.objects.exists()
    assert Insight.objects.count() == 6


@pytest.mark.parametrize(("people", "is_told"), [(4, False), (5, True)])
def test_heard_of_leaves_out_what_fewer_than_the_threshold_said(program, told, lead, now, people, is_told):
    _merge(program, told[:people], lead, now, title="A telling title")

    heard = findings.heard_of(program)

    assert [one.title for one in heard] == (["A telling title"] if is_told else [])


def test_heard_of_forgets_a_finding_once_too_few_stand_behind_it(program, told, lead, now):
    _merge(program, told[:5], lead, now)

    actions.open_insight(insight=told[0], visibility=Visibility.HOST, by=told[0].reflection.author, at=now)

    assert findings.heard_of(program) == []


def test_heard_file_has_no_formula_and_no_name(client, program, told, lead, sponsor, now):
    row = _merge(program, told, lead, now, title='=HYPERLINK("http://x";"y")')
    item = RoadmapItem.objects.create(program=program, title="@Replace", state=RoadmapState.PLANNED)
    actions.name_finding(finding=row, title=row.title, roadmap_item=item, by=lead, at=now)
    client.force_login(sponsor)

    answer = client.get(reverse("journals:heard_file", args=[program.pk]))

    (cells,) = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    assert cells == ["'" + row.title, "pain", "6", "1", "2026-03", "2026-03", "'@Replace", "planned"]
    assert not any(card.reflection.author.name in answer.content.decode() for card in told)


def test_trend_of_counts_by_month_and_forgets_what_is_older(attended_visit, visitor, now):
    make_insight(attended_visit, visitor, "Old", at=now - datetime.timedelta(days=300))
    make_insight(attended_visit, visitor, "Then", section="during", at=now - datetime.timedelta(days=40))
    make_insight(attended_visit, visitor, "Now", section="so_what", at=now)

    trend = findings.trend_of(Insight.objects.all(), until=now.date())

    assert trend.months[0] == datetime.date(2025, 10, 1)
    assert dict(trend.rows)[InsightKind.PAIN] == [0, 0, 0, 1, 0, 1]


def test_findings_page_merges_what_was_ticked(client, program, told, lead):
    client.force_login(lead)
    address = reverse("journals:findings", args=[program.pk])

    refused = client.post(address, {"insights": [told[0].pk]})
    client.post(address, {"insights": [told[0].pk, told[1].pk], "title": "Waiting"})

    assert "Give the finding a title" in refused.text
    assert f'value="{told[0].pk}" id="card-{told[0].pk}" checked' in refused.text
    assert Finding.objects.get().insights.count() == 2


def test_findings_page_costs_the_same_for_one_card_and_many(
    client, program, told, lead, now, django_assert_max_num_queries
):
    client.force_login(lead)
    address = reverse("journals:findings", args=[program.pk])
    _merge(program, told[:1], lead, now)
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for card in told[1:4]:
        _merge(program, [card], lead, now, title=f"Title {card.pk}")

    with django_assert_max_num_queries(40) as many:
        client.get(address)

    assert len(many) == len(one)


@pytest.mark.parametrize("link", ["http://tickets.example/1", "javascript:alert(1)", "ftp://x.example"])
def test_roadmap_takes_only_https_links(client, program, lead, link):
    client.force_login(lead)

    answer = client.post(
        reverse("journals:roadmap", args=[program.pk]), {"title": "New ledger", "link": link, "state": "idea"}
    )

    assert answer.status_code == 200
    assert not RoadmapItem.objects.exists()


def test_keep_roadmap_item_refuses_a_title_twice(program, lead, now):
    values = {"program": program, "title": "New ledger", "system": "", "link": "", "state": RoadmapState.IDEA}
    made = commitment_actions.keep_roadmap_item(**values, by=lead, at=now)

    with pytest.raises(commitment_actions.CommitmentRefused) as refused:
        commitment_actions.keep_roadmap_item(**values, by=lead, at=now)
    changed = commitment_actions.keep_roadmap_item(**values | {"state": RoadmapState.DONE}, item=made, by=lead, at=now)

    assert refused.value.reasons == {CommitmentRefusal.ON_THE_ROADMAP}
    assert changed.state == RoadmapState.DONE


def test_roadmap_of_counts_findings_and_open_frictions_apart(program, told, host, lead, visitor, now):
    item = RoadmapItem.objects.create(program=program, title="Replace the export")
    for cards, title in ((told[:2], "One"), (told[2:4], "Two")):
        row = _merge(program, cards, lead, now, title=title)
        actions.name_finding(finding=row, title=title, roadmap_item=item, by=lead, at=now)
    for number in range(3):
        friction = commitment_actions.report_friction(
            department=host.department, system="Ledger", step="It waits", minutes_lost=1, times_a_month=1,
            workaround="", visit=None, by=host, at=now,
        )  # fmt: skip
        commitment_actions.link_friction(friction=friction, ticket="", roadmap_item=item, by=visitor, at=now)
        if number == 0:
            commitment_actions.move_friction(friction=friction, step="refuse", reason="Old", by=visitor, at=now)

    (found,) = findings.roadmap_of(program)

    assert (found.findings_count, found.frictions_open) == (2, 2)
