"""Forms after visits: asked once, answered once, reminded, released in groups."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from programs.feedback import access, actions, queries, rules, tasks
from programs.feedback.choices import FeedbackRefusal, Role
from programs.feedback.models import FigureRelease, VisitForm
from programs.notifications.models import Letter
from programs.surveys.figures import Note
from programs.surveys.queries import ReleaseTampered
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person
from tests.factories.visits import make_visit

TODAY = datetime.date(2026, 3, 17)
AT = datetime.datetime(2026, 3, 17, 9, 0, tzinfo=datetime.UTC)
GOOD = {"V1": 5, "V2": 4, "V3": 4, "V4": 5, "V5": 3, "V6": 5, "V7": 1, "V8a": 2, "V8b": 4, "Q": 9}


@pytest.fixture
def visit(enrollment, offering):
    return make_visit(enrollment, make_day(offering, TODAY - datetime.timedelta(days=1)), state="attended")


def ask(visit, today=TODAY):
    return actions.ask_for_feedback(visit=visit, at=AT, today=today)


def give(form, answers, today=TODAY):
    return actions.give_feedback(form=form, answers=answers, by=form.person, at=AT, today=today)


def test_ask_for_feedback_asks_visitor_and_host_once(visit, visitor, host):
    first = ask(visit)

    again = ask(visit)

    assert {(form.person, form.role) for form in first} == {(visitor, Role.VISITOR), (host, Role.HOST)}
    assert again == []
    assert Letter.objects.filter(kind="feedback/asked").count() == 2


def test_ask_for_feedback_asks_a_host_once_for_a_group(visit, cohort, host, it_department):
    other = make_person("Vito Visser", department=it_department)
    together = make_visit(make_enrollment(cohort, other), visit.day, state="attended")

    ask(visit)
    ask(together)

    assert VisitForm.objects.filter(role=Role.HOST).count() == 1
    assert VisitForm.objects.filter(role=Role.VISITOR).count() == 2


@pytest.mark.parametrize("state", ["confirmed", "missed", "cancelled"])
def test_nobody_is_asked_about_a_visit_that_did_not_take_place(enrollment, offering, state):
    visit = make_visit(enrollment, make_day(offering, TODAY - datetime.timedelta(days=1)), state=state)

    tasks.every_minute(AT)

    assert ask(visit) == []
    assert not VisitForm.objects.exists()


def test_every_minute_asks_within_48_hours_and_not_about_what_is_long_over(visit, enrollment, offering, visitor):
    tasks.every_minute(AT + datetime.timedelta(minutes=3))
    waiting = VisitForm.objects.count()

    tasks.every_minute(AT + datetime.timedelta(minutes=10))
    tasks.every_minute(AT + datetime.timedelta(minutes=20))

    assert waiting == 0
    assert VisitForm.objects.count() == 2
    assert set(VisitForm.objects.values_list("asked_on", flat=True)) == {TODAY}
    assert not queries.visits_to_ask_about(TODAY + datetime.timedelta(days=20)).exists()


def test_the_first_reminder_comes_after_two_days_the_second_after_seven_and_no_other(visit, visitor):
    ask(visit)
    for day in range(30):
        tasks.every_minute(datetime.datetime(2026, 3, 17, 8, tzinfo=datetime.UTC) + datetime.timedelta(days=day))
        tasks.every_minute(datetime.datetime(2026, 3, 17, 7, tzinfo=datetime.UTC) + datetime.timedelta(days=day))

    reminded = Letter.objects.filter(kind="feedback/reminded", to=visitor)
    days = sorted((one.queued_at.date() - TODAY).days for one in reminded)
    assert days == [2, 7]


def test_whoever_answered_is_not_reminded(visit, visitor):
    form = next(form for form in ask(visit) if form.role == Role.VISITOR)
    give(form, GOOD)

    reminded = actions.remind_of_feedback(form=form, at=AT, today=TODAY + datetime.timedelta(days=3))

    assert not reminded


def test_give_feedback_takes_the_answers_once(visit):
    form = next(form for form in ask(visit) if form.role == Role.VISITOR)
    give(form, GOOD)

    with pytest.raises(actions.FeedbackRefused) as refused:
        give(form, {"V1": 1})

    assert refused.value.reasons == {FeedbackRefusal.DONE}
    form.refresh_from_db()
    assert form.answers["V1"] == 5


def test_give_feedback_is_refused_after_the_last_day_and_for_what_the_scale_does_not_hold(visit):
    form = next(form for form in ask(visit) if form.role == Role.VISITOR)

    with pytest.raises(actions.FeedbackRefused) as late:
        give(form, GOOD, today=rules.last_day_of(TODAY) + datetime.timedelta(days=1))
    with pytest.raises(actions.FeedbackRefused):
        give(form, {"Q": 11})
    with pytest.raises(actions.FeedbackRefused):
        give(form, {"H1": 3})

    assert late.value.reasons == {FeedbackRefusal.OVER}
    form.refresh_from_db()
    assert (form.answers, form.done_on) == ({}, None)


# Who reads it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("readers", "sees_host", "sees_visitor"), [("open", True, True), ("lead", False, False)])
def test_the_other_side_reads_it_only_where_the_programme_shows_it(
    visit, program, visitor, host, lead, sponsor, outsider, readers, sees_host, sees_visitor
):
    program.feedback_readers = readers
    program.save()
    visit.cohort.program.refresh_from_db()
    forms = {form.role: form for form in ask(visit)}
    give(forms["visitor"], GOOD)
    give(forms["host"], {"H1": 4})

    seen = {person: set(access.forms_visible_to(person)) for person in (visitor, host, lead, sponsor, outsider)}

    assert (forms["visitor"] in seen[host]) == sees_host
    assert (forms["host"] in seen[visitor]) == sees_visitor
    assert seen[lead] == set(forms.values())
    assert seen[sponsor] == seen[outsider] == set()


def test_what_was_promised_when_it_was_asked_stands(visit, program, host):
    forms = {form.role: form for form in ask(visit)}
    program.feedback_readers = "open"
    program.save()

    give(forms["visitor"], GOOD)

    assert forms["visitor"] not in access.forms_visible_to(host)


def test_nobody_but_the_author_reads_a_form_before_it_is_sent(visit, lead, visitor):
    ask(visit)

    assert not access.forms_visible_to(lead).exists()
    assert access.forms_of(visitor).count() == 1


# Figures ---------------------------------------------------------------------------------------------------


def answered_by(cohort, department, people, *, host, start=0, answers=None):
    """Forms of some visitors of a department, one visit each, a day apart."""
    offering = make_offering(f"Day {start} in {department.name}", department=department, contact=host)
    it = make_department("Information Technology", is_it=True)
    forms = []
    for number in range(start, start + people):
        who = make_person(f"{department.name} visitor {number}", department=it)
        day = make_day(offering, TODAY - datetime.timedelta(days=number + 1))
        form = next(one for one in ask(make_visit(make_enrollment(cohort, who), day, state="attended"))
                    if one.role == Role.VISITOR)  # fmt: skip
        forms.append(give(form, answers or (GOOD | {"V1": 2 + number % 4, "V4": 5 - number % 3, "Q": number % 11})))
    return forms


def test_release_feedback_shows_all_together_and_departments_from_five_people_on(cohort, finance, host, lead):
    answered_by(cohort, finance, 12, host=host)
    answered_by(cohort, make_department("Legal"), 3, host=host)
    answered_by(cohort, make_department("Sales"), 6, host=host)

    actions.release_feedback(cohort=cohort, by=lead, at=AT)

    ((_, released),) = queries.releases_of(cohort)
    (role,) = [one for one in released.roles if one.role == "visitor"]
    scores = {row.group.name or row.group.key: row.n for row in role.rated if row.value is not None}
    assert scores["side"] == 21
    assert scores["Finance"] == 12
    assert "Legal" not in scores
    assert all(n >= 5 for n in scores.values())
    assert role.said[0].n is None or role.said[0].n >= 10


def test_release_feedback_is_refused_while_too_few_have_answered(cohort, finance, host, lead):
    answered_by(cohort, finance, 4, host=host)

    with pytest.raises(actions.FeedbackRefused) as refused:
        actions.release_feedback(cohort=cohort, by=lead, at=AT)

    assert refused.value.reasons == {FeedbackRefusal.TOO_FEW}
    assert not VisitForm.objects.exclude(release=None).exists()


def test_two_releases_share_nobodys_answers(cohort, finance, host, lead):
    answered_by(cohort, finance, 12, host=host)
    actions.release_feedback(cohort=cohort, by=lead, at=AT)
    answered_by(cohort, finance, 1, host=host, start=12)

    with pytest.raises(actions.FeedbackRefused):
        actions.release_feedback(cohort=cohort, by=lead, at=AT)
    answered_by(cohort, finance, 11, host=host, start=13)
    actions.release_feedback(cohort=cohort, by=lead, at=AT + datetime.timedelta(days=30))

    ns = [[row.n for row in role.rated if row.group.is_side] for _, one in queries.releases_of(cohort)
          for role in one.roles if role.role == "visitor"]  # fmt: skip
    assert ns == [[12], [12]]
    assert VisitForm.objects.filter(role="visitor", release=None).count() == 0


def test_a_host_of_many_days_counts_once(cohort, finance, host, lead):
    answered_by(cohort, finance, 12, host=host)
    for form in VisitForm.objects.filter(role=Role.HOST):
        give(form, {"H1": 5, "H2": 4, "H3": 2, "H4": 4, "H5": 5})

    actions.release_feedback(cohort=cohort, by=lead, at=AT)

    ((_, released),) = queries.releases_of(cohort)
    (hosts,) = [one for one in released.roles if one.role == "host"]
    assert VisitForm.objects.filter(role=Role.HOST, done_on__isnull=False).count() == 12
    assert (hosts.answered, hosts.rated) == (None, ())


def test_a_release_stays_as_it_is(cohort, finance, host, lead):
    answered_by(cohort, finance, 12, host=host)
    row = actions.release_feedback(cohort=cohort, by=lead, at=AT)

    with pytest.raises(TypeError):
        FigureRelease.objects.all().update(sha256="")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE programs_figurerelease SET sha256 = 'x' WHERE id = %s", [row.pk])
    row.tables = row.tables | {"cohort": 0}
    with pytest.raises(ReleaseTampered):
        queries.released_feedback(row)


# Pages -----------------------------------------------------------------------------------------------------


def test_answer_takes_the_form_on_the_page_and_says_who_reads_it(client, visit, visitor, program):
    form = next(form for form in ask(visit, today=datetime.date.today()) if form.role == Role.VISITOR)
    client.force_login(visitor)
    address = reverse("feedback:answer", args=[form.pk])

    page = client.get(address).content.decode()
    sent = client.post(address, {"V1": "5", "V7": "1", "Q": "9", "V9": "Bring shoes."}, follow=True)

    form.refresh_from_db()
    assert "only the programme lead reads them" in page
    assert form.answers == {"V1": 5, "V7": 1, "Q": 9, "V9": "Bring shoes."}
    assert "Bring shoes." in sent.content.decode()
    assert reverse("journals:visit", args=[visit.pk]) in sent.content.decode()


def test_answer_keeps_what_was_typed_when_something_is_wrong(client, visit, visitor):
    form = next(form for form in ask(visit, today=datetime.date.today()) if form.role == Role.VISITOR)
    client.force_login(visitor)

    page = client.post(reverse("feedback:answer", args=[form.pk]), {"V1": "9", "V9": "Bring shoes."})

    assert page.status_code == 422
    assert "Bring shoes." in page.content.decode()


def test_the_cohort_page_shows_figures_and_its_file(client, cohort, finance, host, lead, sponsor):
    answered_by(cohort, finance, 12, host=host)
    client.force_login(lead)

    client.post(reverse("feedback:release", args=[cohort.pk]))
    page = client.get(reverse("feedback:cohort", args=[cohort.pk])).content.decode()
    client.force_login(sponsor)
    told = client.get(reverse("feedback:cohort", args=[cohort.pk])).content.decode()
    file = client.get(reverse("feedback:figures_csv", args=[cohort.pk])).content.decode()

    assert "n 12" in page
    assert "Finance visitor 3" in page
    assert "Finance visitor 3" not in told
    assert "visitor,V1," in file


def test_the_list_of_signed_forms_costs_as_much_for_many_as_for_one(
    client, cohort, finance, host, lead, django_assert_max_num_queries
):
    answered_by(cohort, finance, 1, host=host)
    client.force_login(lead)
    address = reverse("feedback:cohort", args=[cohort.pk])
    client.get(address)
    with django_assert_max_num_queries(60) as one:
        client.get(address)
    answered_by(cohort, finance, 6, host=host, start=1)

    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_what_all_agree_on_hides_no_department(cohort, finance, host, lead):
    answered_by(cohort, finance, 12, host=host)
    answered_by(cohort, make_department("Legal"), 6, host=host)

    actions.release_feedback(cohort=cohort, by=lead, at=AT)

    ((_, released),) = queries.releases_of(cohort)
    (whole,) = [row for role in released.roles for row in role.rated if row.group.is_side and role.role == "visitor"]
    assert (whole.share("V6").note, whole.share("V6").value) == (Note.AT_LEAST, 0.9)
    assert not any(row.items for role in released.roles for row in role.rated if not row.group.is_side)
