"""The demo tells the Discovery's figures from single answers, and tells them alike every time."""

import datetime

import pytest
from django.db import transaction

from programs.commitments.models import Commitment, Friction
from programs.demo import build
from programs.feedback.models import FigureRelease
from programs.matching.models import MatchingRun
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter
from programs.people.models import Person
from programs.surveys.models import Rating, Response, Wave
from programs.visits.choices import VisitState
from programs.visits.models import Visit

TODAY = datetime.date(2026, 11, 22)

pytestmark = pytest.mark.django_db


def _agreeing(construct, side):
    answers = [row.answers.get(construct) for row in Response.objects.filter(wave__kind="baseline", side=side)]
    valid = [answer for answer in answers if answer is not None]
    return sum(answer >= 4 for answer in valid), len(valid)


def test_build_tells_the_discovery_by_a_company_in_full_swing():
    build.build(today=TODAY, say=lambda line: None)

    assert _agreeing("D1", "it") == (90, 120)
    assert _agreeing("D1", "business") == (176, 400)
    assert _agreeing("D3r", "business") == (224, 400)
    assert Person.objects.filter(department__is_it=True).count() == 132
    assert Person.objects.filter(department__is_it=False).count() == 440
    assert set(Visit.objects.values_list("state", flat=True)) == set(VisitState.values)
    assert list(Wave.objects.order_by("opened_at").values_list("kind", "state")) == [
        ("baseline", "reported"),
        ("end", "reported"),
        ("other", "reported"),
        ("other", "closed"),
        ("other", "closed"),
    ]
    assert Rating.objects.count() > 200
    assert FigureRelease.objects.count() == 1
    assert Commitment.objects.filter(state="confirmed").count() > 10
    assert Friction.objects.count() == 8
    assert [len(lot["entrants"]) for lot in MatchingRun.objects.get().result["lots"]] == [2]
    assert not Letter.objects.exclude(state=LetterState.SENT).filter(queued_at__date__lt=TODAY).exists()


def test_build_is_the_same_to_the_letter():
    def told():
        with transaction.atomic():
            build.build(today=TODAY, say=lambda line: None)
            visits = Visit.objects.order_by("starts_at", "visitor__email", "state")
            rows = [
                list(visits.values_list("visitor__email", "starts_at", "state")),
                sorted(map(str, Response.objects.values_list("side", "answers"))),
                sorted(Commitment.objects.values_list("text", "state", "due_on")),
            ]
            transaction.set_rollback(True)
        return rows

    assert told() == told()
