"""Builds the demo: the same company, to the letter, for the same day."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from programs.cohorts.models import Cohort, Program
from programs.demo import (
    aftermath,
    briefings,
    calendars,
    carrying,
    cohorts,
    company,
    feedback,
    goals,
    hosting,
    insights,
    matching,
    people,
    rosters,
    surveys,
    visits,
    voices,
)
from programs.demo import cast as cast_story
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter
from programs.people.models import Person
from programs.reports.actions import sign_snapshot, take_snapshot
from programs.reports.choices import Edition, Rhythm
from programs.reports.scheduling import schedule_report
from programs.visits.models import Visit

SEED = 1913


def is_built() -> bool:
    """Say whether the demo is already in this database."""
    return Program.objects.filter(name=company.PROGRAM, company=company.COMPANY).exists()


@transaction.atomic
def build(*, today: date, say: Callable[[str], None]) -> None:
    """Make Nordhaven Group as it is on `today`: one finished cohort, one running, two waves."""
    rng = random.Random(SEED)
    say("People, departments and teams")
    founded = datetime.combine(today - timedelta(days=400), time(9), company.ZONE)
    cast = people.make_people(rng=rng, at=founded)
    program = cohorts.make_program(cast)
    spring = cohorts.make_cohort(
        program,
        name="First cohort",
        stage="archived",
        first=today - timedelta(days=200),
        last=today - timedelta(days=110),
    )
    autumn = cohorts.make_cohort(
        program,
        name="Second cohort",
        stage="running",
        first=today - timedelta(days=40),
        last=today + timedelta(days=62),
    )
    say("Offerings and hosting days")
    offerings = hosting.make_offerings(cast=cast, rng=rng)
    say("Visits, journals and promises")
    it = [person for person in Person.objects.filter(department__is_it=True).order_by("pk") if person != cast["ada"]]
    others = [person for person in it if person not in (cast["nadia"], cast["marco"])]
    for cohort, count, share in ((spring, 62, 0.92), (autumn, 74, 0.5)):
        days = hosting.make_days(offerings, first=cohort.starts_on, last=cohort.ends_on, rng=rng)
        who = [cast["nadia"], *rng.sample(others, count)]
        at = datetime.combine(cohort.starts_on - timedelta(days=25), time(8, 30), company.ZONE)
        enrollments = cohorts.enroll(cohort, who, at=at, rng=rng)
        nadia = next(one for one in enrollments if one.person_id == cast["nadia"].pk)
        nadia.wanted, nadia.reach = 6, "anywhere"
        nadia.save()
        seen = cast_story.VISITED if cohort == spring else (cast_story.SEEN_LATELY,)
        told = cast_story.nadias_past(nadia, days, seen, today=today)
        made = visits.make_visits(cohort, enrollments, days, today=today, share=share, rng=rng, told=told)
        aftermath.write_journals(made, cast=cast.values(), today=today, rng=rng)
        aftermath.make_promises(made, today=today, rng=rng)
        aftermath.make_ties(made, cast=cast.values(), rng=rng)
    say("Two waves of answers")  # after the visits: the second wave knows who had made one
    _ask_the_first_cohort(program, spring, lead=cast["lena"], today=today)
    cohorts.make_availability(autumn, today=today, rng=rng)
    _bring_out(program, cast, today=today)
    _send_old_letters()
    say("This morning")
    this_morning = datetime.combine(today, time(7, 30), company.ZONE)
    cast_story.release_what_waits(autumn, at=this_morning)
    cast_story.tell_the_present(autumn, cast, at=this_morning, rng=rng)
    _send_old_letters()
    cast_story.call_one_off(autumn, at=this_morning + timedelta(hours=1))
    calendars.answer_invitations(at=this_morning, rng=rng)
    cast_story.promise_after(visits.last_attended_by(cast["nadia"]), at=this_morning)
    cohorts.subscribe_somebody(cast["nadia"], at=this_morning)
    say("Briefing packs, and rosters: whom people could contact")
    briefings.fill_packs(cast=cast, today=today, at=this_morning, rng=random.Random(SEED + 2))
    rosters.ask_around(spring, autumn, lead=cast["lena"], at=this_morning)
    goals.tell(program, cast, today=today, at=this_morning)
    say("A matching plan for those who still lack visits")
    matching.make_draft(autumn, cast=cast, at=this_morning + timedelta(hours=1), rng=random.Random(SEED + 2))
    say("The report of the first cohort")
    _report(spring, autumn, cast, at=this_morning, today=today)


def _report(spring: Cohort, autumn: Cohort, cast: dict[str, Person], *, at: datetime, today: date) -> None:
    """Freeze and sign the report of the first cohort, and let the sponsor get the second's each month."""
    taken = take_snapshot(
        cohort=spring,
        by=cast["lena"],
        at=at,
        on=today,
        decision="Run the programme for a third cohort, with Legal and Finance as hosts from the first week.",
        remark="The works council joined the second wave, which is why it opened a week late.",
    )
    for signer in ("lena", "sven"):
        sign_snapshot(snapshot=taken, by=cast[signer], at=at + timedelta(minutes=20))
    schedule_report(
        cohort=autumn, to=cast["sven"], edition=Edition.BOARD, rhythm=Rhythm.MONTHLY, by=cast["lena"], at=at
    )


def _bring_out(program: Program, cast: dict[str, Person], *, today: date) -> None:
    """Let hosts report what slows them down, authors cut cards and give quotes, people worry, and some carry it."""
    aftermath.report_frictions(list(Visit.objects.select_related("day__offering__contact")), today=today)
    lena, at = cast["lena"], datetime.combine(today - timedelta(days=3), time(16), company.ZONE)
    second = Person.objects.filter(department=lena.department).exclude(pk=lena.pk).order_by("pk")[0]
    insights.cut_cards(program, lead=lena, rng=random.Random(SEED + 2))
    insights.tag_texts(program, lead=lena, second=second, at=at, rng=random.Random(SEED + 3))
    for cohort in program.cohorts.all():
        insights.give_quotes(cohort, lead=lena, at=at)
    insights.ask_somebody(cast["nadia"], lead=lena, at=at)
    voices.let_people_speak(program, cast, today=today)
    carrying.carry(program, cast, today=today, rng=random.Random(SEED + 3))


def _ask_the_first_cohort(program: Program, cohort: Cohort, *, lead: Person, today: date) -> None:
    """Let people answer the waves of a finished cohort, about departments, and the forms after its visits."""
    surveys.make_waves(program, cohort, lead=lead, today=today, rng=random.Random(SEED + 1))
    surveys.ask_about_departments(program, cohort, lead=lead, rng=random.Random(SEED + 2))
    feedback.look_back(cohort, lead=lead, rng=random.Random(SEED + 3))


def _send_old_letters() -> None:
    """Mark what was told in the past as sent then, and drop jobs of the past, so that nothing goes out now."""
    Letter.objects.update(state=LetterState.SENT, sent_at=F("queued_at"), attempts=1)
    DBTaskResult.objects.all().delete()
