import csv
import io
import re

import pytest
from django.urls import reverse

from programs.reports.choices import DocumentState
from programs.reports.models import Document, Snapshot
from tests.factories.cohorts import make_cohort
from tests.factories.reports import make_empty_figures, make_figures, make_protected_figures, make_snapshot


@pytest.fixture
def snapshot(cohort, lead, now):
    return make_snapshot(cohort, by=lead, at=now)


def test_index_lists_snapshots_of_own_programs_only(client, sponsor, outsider, snapshot):
    client.force_login(sponsor)
    listed = client.get(reverse("reports:index"))
    client.force_login(outsider)

    hidden = client.get(reverse("reports:index"))

    assert snapshot.sha256[:8] in listed.content.decode()
    assert hidden.status_code == 404


def test_index_offers_new_snapshots_to_the_lead_only(client, lead, sponsor, snapshot):
    client.force_login(lead)
    for_lead = client.get(reverse("reports:index")).content.decode()
    client.force_login(sponsor)

    for_sponsor = client.get(reverse("reports:index")).content.decode()

    address = reverse("reports:take", args=[snapshot.cohort_id])
    assert address in for_lead
    assert address not in for_sponsor


def test_index_costs_the_same_for_one_and_many(client, lead, program, snapshot, now, django_assert_max_num_queries):
    client.force_login(lead)
    with django_assert_max_num_queries(30) as one:
        client.get(reverse("reports:index"))
    for at in range(4):
        other = make_snapshot(make_cohort(program, name=f"Cohort {at}"), by=lead, at=now)
        Document.objects.create(snapshot=other, language="de", asked_by=lead, asked_at=now)

    with django_assert_max_num_queries(30) as many:
        client.get(reverse("reports:index"))

    assert len(many) == len(one)


def test_take_freezes_and_shows_the_report(client, lead, cohort):
    client.force_login(lead)

    response = client.post(reverse("reports:take", args=[cohort.pk]), {"decision": "Go on."}, follow=True)

    taken = Snapshot.objects.get()
    assert response.redirect_chain == [(reverse("reports:snapshot", args=[taken.pk]), 302)]
    assert "Go on." in response.content.decode()


def test_take_keeps_a_refused_decision_in_the_form(client, lead, cohort):
    client.force_login(lead)

    response = client.post(reverse("reports:take", args=[cohort.pk]), {"decision": "The impact is clear."})

    page = response.content.decode()
    assert "The impact is clear." in page
    assert "please say it without" in page
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("figures", [make_figures, make_empty_figures, make_protected_figures])
def test_snapshot_shows_every_chart_and_table(client, sponsor, cohort, lead, now, figures):
    made = make_snapshot(cohort, by=lead, at=now, figures=figures())
    client.force_login(sponsor)

    page = client.get(reverse("reports:snapshot", args=[made.pk])).content.decode()

    assert "What this report can’t show" in page
    assert "style=" not in page
    assert len(set(re.findall(r' id="(chart-[^"]+)"', page))) == len(re.findall(r' id="(chart-[^"]+)"', page))
    assert not re.search(r"<th[^>]*>\s*</th>", page)


def test_snapshot_page_names_figures_with_headings(client, sponsor, snapshot):
    client.force_login(sponsor)

    page = client.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()

    figures = re.findall(r"<figure class=\"figure\">\s*<h[23]>[^<]+</h[23]>", page)
    assert len(figures) == page.count("<figure")


def test_export_queues_and_shows_where_it_stands(client, sponsor, snapshot):
    client.force_login(sponsor)

    response = client.post(reverse("reports:export", args=[snapshot.pk]), follow=True)

    page = response.content.decode()
    asked = Document.objects.get()
    assert asked.asked_by == sponsor
    assert "Queued" in page
    assert f'data-hx-get="{reverse("reports:document", args=[asked.pk])}"' in page


def make_document(snapshot, lead, now, **fields):
    return Document.objects.create(snapshot=snapshot, language="en-gb", asked_by=lead, asked_at=now, **fields)


def test_document_answers_polls_with_its_state_only(client, lead, snapshot, now):
    made = make_document(snapshot, lead, now)
    client.force_login(lead)

    page = client.get(reverse("reports:document", args=[made.pk]), headers={"HX-Request": "true"}).content.decode()

    assert page.strip().startswith('<section class="card narrow stack" id="state"')
    assert "<html" not in page


def test_document_that_failed_says_why_and_offers_another_try(client, lead, snapshot, now):
    made = make_document(snapshot, lead, now, state=DocumentState.FAILED, error="Install <Pango>.")
    client.force_login(lead)

    page = client.get(reverse("reports:document", args=[made.pk])).content.decode()

    assert "Install &lt;Pango&gt;." in page
    assert reverse("reports:export", args=[snapshot.pk]) in page


def test_download_gives_the_file_with_a_telling_name(client, lead, snapshot, now):
    made = make_document(snapshot, lead, now, state=DocumentState.READY, content=b"%PDF-1.7", ready_at=now)
    client.force_login(lead)

    response = client.get(reverse("reports:download", args=[made.pk]))

    assert response.content == b"%PDF-1.7"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="day-in-the-life-spring-2026-2026-03-02.pdf"'
    )


def read_csv(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_figures_csv_holds_the_headline_with_interval_and_n(client, sponsor, snapshot):
    client.force_login(sponsor)

    rows = read_csv(client.get(reverse("reports:figures_csv", args=[snapshot.pk])))

    found = [
        row
        for row in rows
        if (row["part"], row["figure"], row["wave"], row["side"], row["group"])
        == ("agreement", "D1", "baseline", "business", "all")
    ]
    assert [row["value"] for row in found] == ["0.4391"]
    assert float(found[0]["low"]) < 0.4391 < float(found[0]["high"])
    assert found[0]["n"] == "312"


def test_figures_csv_hides_what_the_page_hides(client, sponsor, cohort, lead, now):
    made = make_snapshot(cohort, by=lead, at=now, figures=make_protected_figures())
    client.force_login(sponsor)

    rows = read_csv(client.get(reverse("reports:figures_csv", args=[made.pk])))

    hidden = [row for row in rows if row["part"] in {"agreement", "gap", "contacts"}]
    assert all(row["value"] == row["low"] == row["high"] == row["n"] == "" for row in hidden)
    assert [row["value"] for row in rows if row["figure"] == "visited"] == [""]


def test_figures_csv_starts_no_formula(client, sponsor, cohort, lead, now):
    figures = make_figures()
    evil = make_figures(
        participation=type(figures.participation)(
            **{**vars(figures.participation), "not_visited": ("=HYPERLINK(1)", "@x")}
        )
    )
    made = make_snapshot(cohort, by=lead, at=now, figures=evil)
    client.force_login(sponsor)

    text = client.get(reverse("reports:figures_csv", args=[made.pk])).content.decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if re.match(r"[=@+\t\r]|-(?![\d.]+$)", cell)]
