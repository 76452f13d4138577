import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.calendars import intake
from programs.calendars.choices import Mismatch
from programs.calendars.truth import truth_page
from programs.notifications.models import Letter
from programs.visits.models import CalendarInvitation
from tests.calendars import replies
from tests.factories.cohorts import make_program, make_role
from tests.factories.notifications import make_calendar_letter
from tests.factories.people import make_person
from tests.factories.visits import make_invitation, make_proposal

DAY = datetime.timedelta(days=1)


@pytest.fixture
def confirmed(visit_in):
    return visit_in("confirmed")


def kinds(lead, now):
    return [(finding.kind, finding.person.name.split()[0]) for finding in truth_page(lead, at=now).findings]


def told(visit, person, now, **fields):
    return make_invitation(visit, person, at=now, **fields)


def test_truth_page_is_empty_when_everybody_has_accepted(confirmed, host, lead, now):
    told(confirmed, confirmed.visitor, now, answer="ACCEPTED")
    told(confirmed, host, now, answer="ACCEPTED")

    page = truth_page(lead, at=now)

    assert (page.findings, page.mails, page.in_step) == ([], [], 2)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"answer": "DECLINED"}, Mismatch.DECLINED),
        ({"answer": "DECLINED", "is_claimed": True}, Mismatch.CLAIMED),
        ({"answer": "TENTATIVE"}, Mismatch.MAYBE),
        ({"sequence": -1}, Mismatch.OUTDATED),
    ],
)
def test_truth_page_names_what_a_calendar_says_otherwise(confirmed, lead, now, fields, kind):
    if "sequence" in fields:
        type(confirmed).objects.filter(pk=confirmed.pk).update(sequence=3)
        fields = {"sequence": 2}
    told(confirmed, confirmed.visitor, now, **fields)

    assert kinds(lead, now) == [(kind, "Vera")]


def test_truth_page_waits_three_days_for_an_answer(confirmed, lead, now):
    told(confirmed, confirmed.visitor, now - 3 * DAY)

    assert kinds(lead, now) == []
    assert kinds(lead, now + datetime.timedelta(minutes=1)) == [(Mismatch.SILENT, "Vera")]


@pytest.mark.parametrize(
    ("state", "kind"),
    [("failed", Mismatch.NOT_ARRIVED), ("bounced", Mismatch.NOT_ARRIVED), ("waiting", Mismatch.UNSENT), ("sent", None)],
)
def test_truth_page_names_invitations_that_are_not_there(confirmed, lead, now, state, kind):
    letter = make_calendar_letter(confirmed.visitor, key="1", state=state, at=now - 2 * DAY)
    told(confirmed, confirmed.visitor, now - 2 * DAY, letter=letter)

    assert kinds(lead, now) == ([(kind, "Vera")] if kind else [])


def test_truth_page_names_a_visit_in_no_calendar_and_inviting_mends_it(client, visit_in, lead, now):
    visit = visit_in("confirmed", days=(timezone.now() - now).days + 14)
    client.force_login(lead)
    assert kinds(lead, now) == [(Mismatch.NEVER_INVITED, "Vera")]

    client.post(reverse("calendars:invite", args=[visit.pk]))

    assert set(Letter.objects.values_list("kind", "calendar_method")) == {("visits/invited_again", "REQUEST")}
    assert kinds(lead, now) == []


def test_truth_page_names_a_proposed_time(confirmed, lead, now):
    told(confirmed, confirmed.visitor, now, answer="ACCEPTED")
    make_proposal(confirmed, confirmed.visitor, at=now)

    assert kinds(lead, now) == [(Mismatch.PROPOSED, "Vera")]


def test_settling_takes_a_decline_off_the_page_until_there_is_a_new_one(client, confirmed, lead, now):
    row = told(confirmed, confirmed.visitor, now, answer="DECLINED")
    client.force_login(lead)

    client.post(reverse("calendars:settle", args=[row.pk]))

    assert kinds(lead, now) == []
    CalendarInvitation.objects.update(settled_at=None)
    assert kinds(lead, now) == [(Mismatch.DECLINED, "Vera")]


def test_sending_again_sends_the_invitation_as_it_is_now(client, visit_in, lead, now):
    visit = visit_in("confirmed", days=(timezone.now() - now).days + 14)
    row = told(visit, visit.visitor, now - 10 * DAY)
    client.force_login(lead)

    client.post(reverse("calendars:send_again", args=[row.pk]))

    letter = Letter.objects.get()
    assert (letter.kind, letter.calendar_method, letter.to) == ("visits/invited_again", "REQUEST", visit.visitor)


def test_another_programmes_lead_sees_none_of_it(client, confirmed, now):
    row = told(confirmed, confirmed.visitor, now, answer="DECLINED")
    stranger = make_person("Leo Other")
    make_role(make_program("Shop floor weeks"), stranger)
    client.force_login(stranger)

    assert kinds(stranger, now) == []
    assert client.post(reverse("calendars:settle", args=[row.pk])).status_code == 404


def test_mail_that_nobody_could_place_is_listed_until_it_is_put_aside(client, lead, now):
    intake.process(replies.plain(text="<script>alert(1)</script> Is there a visit?"), at=now)
    client.force_login(lead)

    page = client.get(reverse("calendars:truth")).content.decode()

    assert "&lt;script&gt;" in page
    assert "Is there a visit?" in page
    client.post(reverse("calendars:put_aside", args=[truth_page(lead, at=now).mails[0].pk]))
    assert "Is there a visit?" not in client.get(reverse("calendars:truth")).content.decode()


def test_truth_page_costs_the_same_for_one_and_for_many(visit_in, host, lead, now, django_assert_max_num_queries):
    def fill(days):
        for number in days:
            visit = visit_in("confirmed", days=number)
            told(visit, visit.visitor, now, answer="DECLINED")

    fill([14])
    with django_assert_max_num_queries(5):
        truth_page(lead, at=now)
    fill(range(15, 25))

    with django_assert_max_num_queries(5):
        assert len(truth_page(lead, at=now).findings) == 11


# On the page of a visit ---------------------------------------------------------------------------


def test_both_sides_see_what_the_calendars_answered(client, confirmed, host, now):
    told(confirmed, confirmed.visitor, now, answer="ACCEPTED", answered_at=now)
    told(confirmed, host, now, answer="DECLINED", comment="On holiday")

    for person in (confirmed.visitor, host):
        client.force_login(person)
        page = client.get(reverse("visits:visit", args=[confirmed.pk])).content.decode()
        assert "In the calendars" in page
        assert "On holiday" in page


def test_only_the_person_is_asked_whether_a_claimed_answer_is_theirs(client, confirmed, host, now):
    row = told(confirmed, confirmed.visitor, now, answer="DECLINED", is_claimed=True)
    address = reverse("visits:visit", args=[confirmed.pk])
    client.force_login(host)
    assert "Yes, that was me" not in client.get(address).content.decode()
    client.force_login(confirmed.visitor)
    assert "Yes, that was me" in client.get(address).content.decode()

    client.post(reverse("visits:confirm_answer", args=[row.pk]), {"is_right": "no"})

    row.refresh_from_db()
    assert (row.answer, row.is_claimed) == ("NEEDS-ACTION", False)


def test_the_other_side_answers_a_proposed_time(client, confirmed, host, now):
    proposal = make_proposal(confirmed, confirmed.visitor, at=now)
    client.force_login(confirmed.visitor)
    assert client.post(reverse("visits:refuse_proposal", args=[proposal.pk])).status_code == 404
    client.force_login(host)
    assert "proposes another time" in client.get(reverse("visits:visit", args=[confirmed.pk])).content.decode()

    client.post(reverse("visits:refuse_proposal", args=[proposal.pk]))

    proposal.refresh_from_db()
    assert proposal.state == "refused"
