"""The life of visits against a model of a few lines: whatever is done in whatever order.

The database's own count, the places and "one visit per person and day" must agree with the
model after every step, also when an action refuses.
"""

import datetime
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from programs.core.refusals import RuleBroken
from programs.hosting.models import HostingDay
from programs.visits import access, actions
from programs.visits.choices import STANDING, OfferState, VisitState, WaitingState
from programs.visits.models import CounterOffer, Visit, VisitStep, WaitingPlace
from programs.visits.rules import STEPS
from tests.factories.cohorts import make_cohort, make_enrollment, make_program, make_role
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
PEOPLE, DAYS = 3, 5
people, days, visits = st.integers(0, PEOPLE - 1), st.integers(0, DAYS - 1), st.integers(0, 30)


class Lives(RuleBasedStateMachine):
    """Everything that people and time do to visits."""

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.at = NOW
        self.model = {}

    @initialize()
    def make_world(self):
        it = make_department("Information Technology", is_it=True)
        finance, sales = make_department("Finance"), make_department("Sales")
        program = make_program()
        self.lead = make_person("Lena Lead")
        make_role(program, self.lead)
        cohort = make_cohort(program, departments=[finance, sales], spacing_days=1)
        self.people = [make_enrollment(cohort, make_person(f"Person {n}", department=it)) for n in range(PEOPLE)]
        self.hosts = {d.pk: make_person(f"Host {d.name}", department=d) for d in (finance, sales)}
        offerings = [make_offering(f"At {d.name}", department=d, contact=self.hosts[d.pk]) for d in (finance, sales)]
        self.days = [
            make_day(offerings[n % 2], datetime.date(2026, 3, 9) + datetime.timedelta(days=n // 2), places=1 + n // 4)
            for n in range(DAYS)
        ]

    def attempt(self, deed, **given):
        """Do something that may be refused; a refusal must leave no trace."""
        before, refused = self.picture(), None
        try:
            with transaction.atomic():
                deed(at=self.at, **given)
        except RuleBroken as broken:
            refused = broken
        if refused is not None:
            assert refused.refusals
            assert all("%(" not in str(one) for one in refused.refusals)
            assert self.picture() == before

    def picture(self):
        return (
            list(Visit.objects.order_by("pk").values_list("pk", "state", "is_swap", "sequence")),
            list(WaitingPlace.objects.order_by("pk").values_list("pk", "state")),
            list(CounterOffer.objects.order_by("pk").values_list("pk", "state")),
        )

    def visit(self, number):
        found = list(access.visits_loaded().order_by("pk"))
        return found[number % len(found)] if found else None

    # What people do -----------------------------------------------------------------------

    @rule(person=people, day=days)
    def book(self, person, day):
        enrollment = self.people[person]
        self.attempt(actions.book_visit, enrollment=enrollment, day=self.days[day], by=enrollment.person)

    @rule(person=people, day=days)
    def wait(self, person, day):
        enrollment = self.people[person]
        self.attempt(actions.join_waiting_list, enrollment=enrollment, day=self.days[day], by=enrollment.person)

    @rule(number=visits)
    def confirm(self, number):
        if visit := self.visit(number):
            self.attempt(actions.confirm_visit, visit=visit, by=visit.day.offering.contact)

    @rule(number=visits)
    def decline(self, number):
        if visit := self.visit(number):
            self.attempt(actions.decline_visit, visit=visit, by=visit.day.offering.contact, reason="Ill")

    @rule(number=visits)
    def withdraw(self, number):
        if visit := self.visit(number):
            self.attempt(actions.withdraw_visit, visit=visit, by=visit.visitor)

    @rule(number=visits)
    def call_off(self, number):
        if visit := self.visit(number):
            self.attempt(actions.call_off_visit, visit=visit, by=visit.day.offering.contact, reason="Ill")

    @rule(number=visits, day=days)
    def reschedule(self, number, day):
        if visit := self.visit(number):
            self.attempt(actions.reschedule_visit, visit=visit, day=self.days[day], by=visit.visitor)

    @rule(number=visits, day=days)
    def suggest(self, number, day):
        if visit := self.visit(number):
            host = visit.day.offering.contact
            self.attempt(actions.offer_other_day, visit=visit, day=self.days[day], by=host)

    @rule(accept=st.booleans())
    def answer_suggestion(self, accept):
        if offer := CounterOffer.objects.filter(state=OfferState.OPEN).select_related("visit__visitor", "day").first():
            deed = actions.accept_counter_offer if accept else actions.refuse_counter_offer
            self.attempt(deed, offer=offer, by=offer.visit.visitor)

    @rule(accept=st.booleans())
    def answer_kept_place(self, accept):
        if place := WaitingPlace.objects.filter(state=WaitingState.OFFERED).first():
            deed = actions.accept_waiting_offer if accept else actions.decline_waiting_offer
            self.attempt(deed, place=place, by=place.enrollment.person)

    @rule(number=visits, came=st.booleans(), is_host=st.booleans())
    def say_attendance(self, number, came, is_host):
        if visit := self.visit(number):
            by = visit.day.offering.contact if is_host else visit.visitor
            self.attempt(actions.say_attendance, visit=visit, by=by, came=came)

    @rule(day=days)
    def call_off_day(self, day):
        host = self.days[day].offering.contact
        self.attempt(actions.call_off_day, day=self.days[day], by=host, reason="Ill")

    @rule(person=people)
    def leave(self, person):
        self.attempt(actions.cancel_visits_of_leaver, person=self.people[person].person, by=None)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours):
        self.at += datetime.timedelta(hours=hours)
        actions.tick(at=self.at)
        before = self.picture()
        actions.tick(at=self.at)
        assert self.picture() == before

    # What must always be so ---------------------------------------------------------------

    @invariant()
    def the_count_is_right_and_never_beyond_the_places(self):
        held = Counter(Visit.objects.filter(state__in=STANDING).values_list("day", flat=True))
        for pk, taken, places in HostingDay.objects.values_list("pk", "taken", "places"):
            assert taken == held[pk] <= places

    @invariant()
    def nobody_has_two_visits_on_a_day(self):
        standing = Visit.objects.filter(state__in=STANDING, is_swap=False)
        by_person = Counter(standing.values_list("visitor", "on"))
        assert all(count == 1 for count in by_person.values())

    @invariant()
    def every_step_follows_the_life_cycle(self):
        for pk, state in Visit.objects.values_list("pk", "state"):
            known = self.model.get(pk, VisitState.REQUESTED)
            assert state == known or self.leads_to(known, state)
            self.model[pk] = VisitState(state)

    def leads_to(self, start, end):
        """Whether one or two steps lead there: an action may confirm and replace at once."""
        first = set(STEPS.get(start, {}))
        return end in first or any(end in STEPS.get(step, {}) for step in first)

    @invariant()
    def the_last_step_is_the_state(self):
        for visit in Visit.objects.all():
            last = VisitStep.objects.filter(visit=visit).order_by("pk").last()
            assert last is not None
            assert last.state == visit.state

    @invariant()
    def a_kept_place_is_really_free(self):
        kept = Counter(WaitingPlace.objects.filter(state=WaitingState.OFFERED).values_list("day", flat=True))
        for pk, taken, places in HostingDay.objects.values_list("pk", "taken", "places"):
            assert taken + kept[pk] <= places

    @invariant()
    def only_one_open_swap_hangs_on_a_visit_and_only_while_it_stands(self):
        swaps = Visit.objects.filter(is_swap=True, state__in=STANDING)
        assert all(count == 1 for count in Counter(swaps.values_list("replaces", flat=True)).values())
        assert all(swap.replaces.state in STANDING for swap in swaps.select_related("replaces"))

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)


@pytest.mark.slow
def test_lives_of_visits(db):
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # thirty steps can be read; shrinking them takes minutes
        ),
    )
