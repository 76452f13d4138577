"""Two at the same moment, from separate processes on a database of their own: every link counts once."""

import subprocess
import sys
import textwrap

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PEOPLE = 40

PREPARE = """
    from tests.factories.cohorts import make_program
    from tests.factories.people import make_department, make_person
    from tests.factories.surveys import make_open_wave, make_people
    lead = make_person("Lena Lead", department=make_department("People & Culture"))
    make_people(make_department("Sales"), {people})
    print(make_open_wave(make_program(), lead, departments=[make_department("Sales")]).pk)
"""

ANSWER = """
    import datetime
    from programs.surveys import actions, answering, tasks
    from programs.surveys.models import Invitation
    taken = 0
    for invitation in Invitation.objects.filter(wave_id={wave}).select_related("wave").order_by("pk"):
        try:
            answering.answer_survey(
                invitation=invitation, answers={{"D1": {process}}}, on=datetime.date(2026, 2, 4)
            )
            taken += 1
            tasks.shuffle_ballots.call({wave})
        except actions.SurveyRefused:
            pass
    print(taken)
"""

COUNT = """
    from programs.surveys.models import BallotPaper, Invitation, Response
    print(
        BallotPaper.objects.count() + Response.objects.count(),
        Response.objects.count() > 0,
        Invitation.objects.filter(done_on__isnull=False).count(),
    )
"""


def start(code, environment):
    lines = "import django\ndjango.setup()\n" + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", lines], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def said(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.split()[-3:]


def test_answer_survey_counts_each_link_once_when_four_answer_at_the_same_moment(environment):
    (wave,) = said(start(PREPARE.format(people=PEOPLE), environment))[-1:]

    racers = [start(ANSWER.format(wave=wave, process=process), environment) for process in (1, 2, 3, 4)]
    taken = [int(said(racer)[-1]) for racer in racers]

    stored, was_shuffled, done = said(start(COUNT, environment))
    assert sum(taken) == PEOPLE
    assert (int(stored), int(done)) == (PEOPLE, PEOPLE)
    assert was_shuffled == "True"
