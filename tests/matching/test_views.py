"""Pages for leads: every state has its page, bad input comes back with its reason, lists cost the same."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from programs.cohorts.models import Enrollment
from programs.matching import actions, queries, tasks
from programs.matching.choices import Change
from programs.matching.models import MatchingRun, Placement
from programs.notifications.models import Letter
from programs.visits import actions as visit_actions
from programs.visits.models import Visit
from tests.factories.cohorts import make_enrollment
from tests.factories.matching import make_placement, make_run
from tests.factories.people import make_department, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def draft(small_cohort, enrollments, days, lead, now):
    """A really solved run."""
    run = make_run(small_cohort, lead, state="draft")
    tasks.solve_run.enqueue(run.pk)
    run.refresh_from_db()
    return run


def _text(answer):
    return " ".join(answer.content.decode().split())


def test_index_starts_a_run(page, small_cohort, enrollments, days, django_capture_on_commit_callbacks):
    data = {"cohort": small_cohort.pk, "preset": "best_fit", "time_limit": 10, "seed": 5}
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(reverse("matching:index"), data)

    run = MatchingRun.objects.get()
    assert answer.url == reverse("matching:run", args=[run.pk])
    assert (run.state, run.seed, run.time_limit) == ("solved", 5, 10)


@pytest.mark.parametrize(
    "wrong", [{"seed": -1}, {"seed": "x"}, {"cohort": 0}, {"preset": "all"}, {"time_limit": 99999}, {"seed": 10**12}]
)
def test_index_keeps_what_was_typed_when_it_is_wrong(page, small_cohort, enrollments, days, wrong):
    data = {"cohort": small_cohort.pk, "preset": "most_placed", "time_limit": 300, "seed": 77} | wrong

    answer = page.post(reverse("matching:index"), data)

    assert answer.status_code == 200
    assert not MatchingRun.objects.exists()
    assert "errorlist" in _text(answer)


def test_index_says_why_no_run_can_be_started(page, small_cohort):
    answer = page.post(
        reverse("matching:index"), {"cohort": small_cohort.pk, "preset": "best_fit", "time_limit": 10, "seed": 5}
    )

    assert "Nobody is enrolled yet" in _text(answer)
    assert "No hosting days are open" in _text(answer)


def test_run_shows_progress_and_reloads_itself(page, small_cohort, lead, now):
    progress = {"at": now.isoformat(), "level": "preference", "value": 1000, "bound": 1010}
    run = make_run(small_cohort, lead, state="solving", progress=progress)

    answer = page.get(reverse("matching:run", args=[run.pk]))

    assert answer["Refresh"] == "5"
    assert "At most 1.00 % better possible" in _text(answer)


def test_run_counts_its_seconds_from_when_the_cohort_was_read(page, small_cohort, enrollments, days, lead, now):
    run = make_run(small_cohort, lead, state="draft", started_at=now - datetime.timedelta(minutes=3))
    address, shown = reverse("matching:run", args=[run.pk]), []

    def look(attempt):
        actions.hear(run_id=run.pk, attempt=attempt, said=None, at=now)
        shown.append(_text(page.get(address)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "BEAT_PEOPLE", len(enrollments))
        _, attempt = actions.begin_attempt(run_id=run.pk, at=now, beat=look)
    actions.hear(run_id=run.pk, attempt=attempt, said=None, at=now - datetime.timedelta(seconds=7))
    look(attempt)

    assert ["Reading wishes and calendars" in text for text in shown] == [True, False]
    assert ["0 of at most 60 seconds" in shown[0], "7 of at most 60 seconds" in shown[1]] == [True, True]


def test_run_answers_htmx_with_the_progress_until_it_is_over(page, small_cohort, lead, now):
    run = make_run(small_cohort, lead, state="solving", progress={"at": now.isoformat()})
    address = reverse("matching:run", args=[run.pk]) + "?part=progress"

    going_on = page.get(address, headers={"HX-Request": "true"})
    MatchingRun.objects.update(state="failed", failure="cancelled")
    over = page.get(address, headers={"HX-Request": "true"})

    assert "HX-Refresh" not in going_on
    assert "<html" not in _text(going_on)
    assert over["HX-Refresh"] == "true"


def test_run_offers_to_start_again_when_its_process_is_gone(page, small_cohort, lead):
    run = make_run(small_cohort, lead, state="solving", progress={"at": "2026-03-02T08:00:00+00:00"})

    answer = page.get(reverse("matching:run", args=[run.pk]))

    assert "The search has gone silent" in _text(answer)
    assert "Refresh" not in answer


def test_run_shows_the_draft_with_reasons_and_proof(page, draft):
    text = _text(page.get(reverse("matching:run", args=[draft.pk])))

    assert "Proven best" in text
    assert "Choice 1 on the list." in text
    assert "Everybody gets all the visits they asked for." in text


def test_run_says_who_lacks_what_and_what_would_help(page, draft, small_cohort, lead, days, now):
    for name in "EFGH":
        make_enrollment(small_cohort, make_person(f"Person {name}"), wanted=1, ranked=[days[0].offering.department])
    run = make_run(small_cohort, lead, state="draft")
    tasks.solve_run.enqueue(run.pk)

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "One more place at “Month-end close” (Finance)" in text
    assert "all places taken" in text


def test_run_names_locks_that_contradict_each_other(page, draft, enrollments, days, lead, now):
    for row in enrollments[:3]:
        Placement.objects.filter(run=draft, enrollment=row).delete()
        make_placement(draft, row, days[0], is_locked=True)
    run = make_run(draft.cohort, lead, state="draft", based_on=draft)
    tasks.solve_run.enqueue(run.pk)

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "Some locks or required floors can&#x27;t hold together" in text
    assert all(row.person.name in text for row in enrollments[:3])


def test_run_counts_people_who_already_hold_visits(page, draft, enrollments, days, lead, now):
    Placement.objects.filter(run=draft, enrollment=enrollments[0]).delete()
    visit_actions.book_visit(enrollment=enrollments[0], day=days[0], by=lead, at=now)

    answer = page.get(reverse("matching:run", args=[draft.pk]))

    summary = answer.context["summary"]
    assert (summary.people, summary.placed, summary.complete) == (4, 4, 4)


def test_run_filters_and_survives_bad_filters(page, draft):
    address = reverse("matching:run", args=[draft.pk])

    one = _text(page.get(address, {"q": "person a"}))
    bad = page.get(address, {"department": "x", "only": "y", "page": "z"})

    assert "Person A" in one
    assert "Person B" not in one
    assert bad.status_code == 200


def test_run_costs_the_same_for_few_and_many(page, draft, enrollments, days, lead, django_assert_num_queries):
    small = make_run(draft.cohort, lead, inputs=draft.inputs)
    make_placement(small, enrollments[0], days[0])
    with CaptureQueriesContext(connection) as few:
        page.get(reverse("matching:run", args=[small.pk]))

    with django_assert_num_queries(len(few)):
        page.get(reverse("matching:run", args=[draft.pk]))


def test_index_costs_the_same_for_few_and_many(page, draft, lead, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        page.get(reverse("matching:index"))
    for _ in range(5):
        make_run(draft.cohort, lead)

    with django_assert_num_queries(len(few)):
        page.get(reverse("matching:index"))


def test_lock_move_take_out_and_place(page, draft, days):
    placement = draft.placements.filter(day=days[0]).first()
    other = next(one for one in draft.placements.filter(day=days[1]) if one.enrollment_id != placement.enrollment_id)

    page.post(reverse("matching:lock", args=[placement.pk]))
    page.post(reverse("matching:take_out", args=[other.pk]))
    answer = page.post(reverse("matching:move", args=[placement.pk]), {"day": days[1].pk})
    placed = page.post(reverse("matching:place", args=[draft.pk, other.enrollment_id]), {"day": days[0].pk})

    placement.refresh_from_db()
    assert (answer.status_code, placed.status_code) == (302, 302)
    assert (placement.day, placement.is_locked) == (days[1], True)
    assert draft.placements.filter(enrollment=other.enrollment_id, day=days[0]).exists()


def test_move_offers_only_what_is_free_and_says_what_is_in_the_way(page, draft, days):
    placement = draft.placements.filter(day=days[0]).first()
    address = reverse("matching:move", args=[placement.pk])

    text = _text(page.get(address))
    answer = page.post(address, {"day": days[1].pk})

    assert "all places taken" in text
    assert answer.status_code == 200
    placement.refresh_from_db()
    assert placement.day == days[0]


@pytest.mark.parametrize("day", ["", "x", "999999"])
def test_place_keeps_its_page_on_bad_input(page, draft, enrollments, day):
    answer = page.post(reverse("matching:place", args=[draft.pk, enrollments[0].pk]), {"day": day})

    assert answer.status_code == 200


def test_run_shows_three_reasons_of_a_placement_at_most(page, draft):
    answer = page.get(reverse("matching:run", args=[draft.pk]))

    placements = [placement for row in answer.context["page"] for placement in row.placements]
    assert all(1 <= len(placement.sentences) <= 3 for placement in placements)
    assert all(sentence in answer.content.decode() for placement in placements for sentence in placement.sentences)


@pytest.mark.parametrize("span", ["month", "week"])
def test_run_shows_the_draft_as_a_calendar(page, draft, days, span):
    address = reverse("matching:run", args=[draft.pk])

    answer = page.get(address, {"view": "calendar", "span": span, "on": days[0].on.isoformat()})
    elsewhere = page.get(address, {"view": "calendar", "span": span, "on": "2026-06-01"})

    placed = [one.enrollment.person.name for one in draft.placements.filter(day=days[0])]
    assert len(placed) == 2
    assert all(name in _text(answer) for name in placed)
    assert f"?day={days[0].pk}#draft" in _text(answer)
    assert f"?day={days[0].pk}#draft" not in _text(elsewhere)


def test_run_shows_only_the_people_of_a_day(page, draft, days):
    answer = page.get(reverse("matching:run", args=[draft.pk]), {"day": days[0].pk})

    shown = {row.enrollment_id for row in answer.context["page"]}
    assert shown == set(draft.placements.filter(day=days[0]).values_list("enrollment_id", flat=True))


@pytest.mark.parametrize("bad", [{"span": "x"}, {"on": "2026-13-45"}, {"on": "9999-01-01"}])
def test_run_calendar_survives_bad_addresses(page, draft, bad):
    answer = page.get(reverse("matching:run", args=[draft.pk]), {"view": "calendar"} | bad)

    assert answer.status_code == 200


@pytest.mark.parametrize("view", ["calendar", "fairness", "edits"])
def test_run_views_cost_the_same_for_few_and_many(
    page, draft, enrollments, days, lead, now, django_assert_max_num_queries, view
):
    small = make_run(draft.cohort, lead, inputs=draft.inputs)
    actions.lock_placement(placement=make_placement(small, enrollments[0], days[0]), by=lead, at=now)
    for placement in draft.placements.all():
        actions.lock_placement(placement=placement, by=lead, at=now)
    with CaptureQueriesContext(connection) as few:
        page.get(reverse("matching:run", args=[small.pk]), {"view": view})

    with django_assert_max_num_queries(len(few)):
        page.get(reverse("matching:run", args=[draft.pk]), {"view": view})


def test_undo_takes_back_the_last_edit_and_says_whose(page, draft):
    placement = draft.placements.first()
    page.post(reverse("matching:take_out", args=[placement.pk]))

    answer = page.post(reverse("matching:undo", args=[draft.pk]), follow=True)
    nothing = page.post(reverse("matching:undo", args=[draft.pk]), follow=True)

    assert f"{placement.enrollment.person.name} is as before." in _text(answer)
    assert draft.placements.filter(enrollment=placement.enrollment_id, day=placement.day_id).exists()
    assert "There is no edit left to take back." in _text(nothing)


def test_other_preset_solves_the_same_draw_with_the_other_preset(page, draft, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(reverse("matching:other_preset", args=[draft.pk]))

    other = MatchingRun.objects.latest("pk")
    assert answer.url == reverse("matching:run", args=[other.pk])
    assert (other.preset, other.seed, other.state) == ("most_placed", draft.seed, "solved")
    assert f"Compare with run {draft.pk}" in _text(page.get(answer.url))


def test_publish_shows_every_letter_word_for_word(page, draft, django_capture_on_commit_callbacks):
    placement = draft.placements.order_by("pk").last()
    address = reverse("matching:publish", args=[draft.pk])

    shown = page.get(address, {"letters": placement.pk}).context["letters"]
    assert not Letter.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        page.post(address, {"override": "The tool was down."})

    placement.refresh_from_db()
    sent = Letter.objects.get(to=placement.day.offering.contact, text__contains=f"/visits/{placement.visit_id}/answer/")
    first = shown[0]
    assert first.person == sent.to
    assert first.letter.subject == sent.subject
    assert first.letter.text.replace("/visits/0/", f"/visits/{placement.visit_id}/") == sent.text


def test_compare_shows_both_drafts(page, draft, lead, now, days):
    actions.forbid(placement=draft.placements.first(), by=lead, at=now)
    run = make_run(draft.cohort, lead, state="draft", based_on=draft)
    tasks.solve_run.enqueue(run.pk)

    text = _text(page.get(reverse("matching:compare", args=[run.pk, draft.pk])))

    assert "For whom they differ" in text
    assert "Added" in text


def test_publish_asks_for_a_reason_while_the_baseline_is_open(page, draft, django_capture_on_commit_callbacks):
    address = reverse("matching:publish", args=[draft.pk])

    before = page.post(address, {"override": " "})
    with django_capture_on_commit_callbacks(execute=True):
        after = page.post(address, {"override": "The tool was down."})

    assert before.status_code == 200
    assert after.url == reverse("matching:run", args=[draft.pk])
    assert Visit.objects.count() == draft.placements.count() > 0
    assert not queries.has_unbooked(draft)


def test_publish_twice_is_refused_in_words(page, draft, django_capture_on_commit_callbacks):
    address = reverse("matching:publish", args=[draft.pk])
    with django_capture_on_commit_callbacks(execute=True):
        page.post(address, {"override": "The tool was down."})

    answer = page.post(address, {"override": "Again."}, follow=True)

    assert "The run is Published, so this can&#x27;t be done." in _text(answer)


def test_discard_asks_first(page, draft):
    address = reverse("matching:discard", args=[draft.pk])

    asked = page.get(address)
    page.post(address)

    draft.refresh_from_db()
    assert asked.status_code == 200
    assert draft.state == "discarded"


def test_export_lets_no_cell_become_a_formula(page, draft, people):
    people[0].name = "=cmd()"
    people[0].save()

    answer = page.get(reverse("matching:export", args=[draft.pk]))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + draft.placements.count()
    assert {row[0] for row in rows[1:]} == {"'=cmd()", "Person B", "Person C", "Person D"}


# What would help, and what stands out -----------------------------------------------------------


@pytest.fixture
def short(draft, small_cohort, lead, days):
    """A run in which more people want the close than it has places."""
    for name in "EFGH":
        make_enrollment(small_cohort, make_person(f"Person {name}"), wanted=1, ranked=[days[0].offering.department])
    run = make_run(small_cohort, lead, state="draft")
    tasks.solve_run.enqueue(run.pk)
    run.refresh_from_db()
    return run


def test_ask_host_sends_what_the_lead_made_of_the_draft_once(page, short, days, lead):
    address = reverse("matching:ask_host", args=[short.pk, 0])
    drafted = page.get(address).context["form"].initial

    page.post(address, {"subject": drafted["subject"], "text": "Dear Hanna,\n<b>one</b> more chair?"})
    again = page.post(address, {"subject": "Again", "text": "Please"})

    letter = Letter.objects.get(kind="matching/host_asked")
    assert "One more place at “Month-end close” (Finance)" in drafted["text"]
    assert (letter.to, letter.subject, letter.reply_to) == (days[0].offering.contact, drafted["subject"], lead.email)
    assert "<b>one</b>" in letter.text
    assert "<b>one</b>" not in letter.html
    assert again.status_code == 200
    assert "Dear Hanna," in _text(page.get(address))
    assert "was asked on" in _text(page.get(reverse("matching:run", args=[short.pk])))


def test_ask_host_drafts_in_the_language_of_the_host(page, short, days):
    host = days[0].offering.contact
    host.language = "de"
    host.save()

    drafted = page.get(reverse("matching:ask_host", args=[short.pk, 0])).context["form"].initial

    assert drafted["text"].startswith(_begins_in_german())


def _begins_in_german():
    with translation.override("de"):
        return str(Change.FULL.label).split("“", maxsplit=1)[0].split("%", maxsplit=1)[0].rstrip("„")


@pytest.mark.parametrize("number", [7, 10**9])
def test_ask_host_knows_no_change_that_is_not_there(page, short, number):
    assert page.get(reverse("matching:ask_host", args=[short.pk, number])).status_code == 404


def test_run_says_what_stands_in_the_way_when_nobody_can_go_anywhere(page, small_cohort, enrollments, days, lead, now):
    for row in enrollments:
        for day in days:
            row.blocked_dates.create(on=day.on)
    run = make_run(small_cohort, lead, state="draft")
    tasks.solve_run.enqueue(run.pk)

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "Nobody can be placed on any day." in text
    assert "date blocked by the person (16)" in text
    assert reverse("hosting:index") in text


def test_run_names_departments_without_days_and_people_without_wishes(page, small_cohort, draft, lead):
    small_cohort.departments.add(make_department("Treasury"))
    make_enrollment(small_cohort, make_person("Wishless"), wanted=1)
    run = make_run(small_cohort, lead, state="draft")
    tasks.solve_run.enqueue(run.pk)

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "No day is open in these host departments: Treasury." in text
    assert "1 person has listed no department" in text


def test_index_says_when_everybody_has_what_they_asked_for(page, small_cohort, enrollments, days, lead, now):
    Enrollment.objects.exclude(pk=enrollments[0].pk).delete()
    Enrollment.objects.update(wanted=1)
    visit_actions.book_visit(enrollment=enrollments[0], day=days[0], by=lead, at=now)

    answer = page.post(
        reverse("matching:index"), {"cohort": small_cohort.pk, "preset": "best_fit", "time_limit": 10, "seed": 5}
    )

    assert "Everybody already has all the visits they asked for." in _text(answer)


def test_failed_run_is_started_again_from_its_page(page, small_cohort, enrollments, days, lead, now):
    run = make_run(small_cohort, lead, state="failed", failure="crashed")
    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    page.post(reverse("matching:restart", args=[run.pk]))

    run.refresh_from_db()
    assert "The search ended with an error" in text
    assert reverse("matching:restart", args=[run.pk]) in text
    assert run.state == "draft"
    assert not Visit.objects.exists()
