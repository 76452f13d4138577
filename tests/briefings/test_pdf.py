"""The printed pack, inspected as CI inspects every printed page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from programs.briefings import documents, queries
from programs.gateways import pdf
from programs.hosting.models import AgendaBlock
from tests.factories.briefings import make_agreement, make_card, make_check, make_picture, make_system, make_word
from tests.reports.inspection import complaints, expected_of, text_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LONG = "Reconciliation of intercompany balances across four currencies"


@pytest.fixture
def full(visit, visitor, host, finance, enrollment):
    """A pack with something in every part."""
    offering = visit.day.offering
    offering.entrance, offering.directions, offering.bring = "Gate 4", "Tram 3 to the end", "A notebook"
    offering.badge, offering.safety, offering.prerequisites = "before", "on_the_day", "A signed form"
    offering.excluded, offering.place = "Salaries", "Room 7"
    offering.save()
    AgendaBlock.objects.bulk_create(
        AgendaBlock(offering=offering, position=at, kind=kind, title=title, minutes=minutes)
        for at, (kind, title, minutes) in enumerate([("task", LONG, 90), ("debrief", "What we promise", 15)], 1)
    )
    for person in (visitor, host):
        make_card(person, photo=make_picture((320, 320)))
    for number in range(6):
        make_word(finance, visitor, their_word=f"{LONG} {number}", meaning=LONG)
        make_system(finance, f"Ledger {number}")
    make_agreement(visit, "host", host, aim="Show the whole close")
    make_check(visit, sentence="IT keeps the clock of the close.")
    enrollment.goals = "See where the close waits."
    enrollment.save()
    visit.enrollment.goals = enrollment.goals
    return visit


@pytest.mark.parametrize("language", ["en-gb", "de", "ar"])
@pytest.mark.parametrize("case", ["full", "visit"])
def test_pack_has_nothing_to_complain_about(request, case, language, visitor, now):
    visit = request.getfixturevalue(case)
    with translation.override(language):
        pack = queries.pack_of(visit, visitor, at=now)
        job = documents.pdf_job(pack, visitor, on=datetime.date(2026, 3, 13))

    content = pdf.render(job)

    assert complaints(content, expected_of(job.html)) == []


def test_pdf_of_the_host_leaves_out_what_the_page_leaves_out(full, host, visitor, now):
    def printed(reader):
        pack = queries.pack_of(full, reader, at=now)
        return text_of(pdf.render(documents.pdf_job(pack, reader, on=datetime.date(2026, 3, 13))))

    to_host, to_visitor = printed(host), printed(visitor)

    for words in ("See where the close waits", "keeps the clock"):
        letters = words.replace(" ", "")
        assert letters in to_visitor.replace(" ", "")
        assert letters not in to_host.replace(" ", "")


def test_pdf_page_gives_a_file(client, coming, visitor):
    client.force_login(visitor)

    answer = client.get(reverse("briefings:pdf", args=[coming.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="month-end-close-')
    assert answer.content.startswith(b"%PDF-")
