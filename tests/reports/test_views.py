import csv
import dataclasses
import hashlib
import io
import json
import re

import openpyxl
import pytest
from django.urls import reverse

from programs.reports import actions
from programs.reports import figures as figures_module
from programs.reports.choices import DocumentState, Edition
from programs.reports.models import Document, Snapshot
from tests.factories.cohorts import make_cohort
from tests.factories.people import make_person
from tests.factories.reports import make_empty_figures, make_figures, make_protected_figures, make_snapshot


@pytest.fixture
def snapshot(cohort, lead, now):
    return make_snapshot(cohort, by=lead, at=now)


@pytest.fixture
def department_lead(finance):
    """Doris, who leads Finance and has no role in the programme."""
    finance.lead = make_person("Doris Department", department=finance)
    finance.save()
    return finance.lead


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

    response = client.post(reverse("reports:export", args=[snapshot.pk]), {"edition": "program"}, follow=True)

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


def file_of(client, snapshot, kind):
    return client.get(reverse("reports:figures_file", args=[snapshot.pk, kind])).content


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def read_xlsx(content):
    head, *rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    return [dict(zip(head, ["" if cell is None else str(cell) for cell in row], strict=True)) for row in rows]


def read_json(content):
    rows = json.loads(content)["figures"]
    return [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in rows]


READERS = {"csv": read_csv, "xlsx": read_xlsx, "json": read_json}


@pytest.mark.parametrize("kind", READERS)
def test_figures_file_holds_the_headline_with_interval_and_n(client, sponsor, snapshot, kind):
    client.force_login(sponsor)

    rows = READERS[kind](file_of(client, snapshot, kind))

    found = [
        row
        for row in rows
        if (row["part"], row["figure"], row["wave"], row["side"], row["group"])
        == ("agreement", "D1", "baseline", "business", "all")
    ]
    assert [row["value"] for row in found] == ["0.4391"]
    assert float(found[0]["low"]) < 0.4391 < float(found[0]["high"])
    assert found[0]["n"] == "312"


@pytest.mark.parametrize("kind", READERS)
def test_figures_file_hides_what_the_page_hides(client, sponsor, cohort, lead, now, kind):
    made = make_snapshot(cohort, by=lead, at=now, figures=make_protected_figures())
    client.force_login(sponsor)

    rows = READERS[kind](file_of(client, made, kind))

    hidden = [row for row in rows if row["part"] in {"agreement", "gap", "contacts"}]
    assert all(row["value"] == row["low"] == row["high"] == row["n"] == "" for row in hidden)
    assert [row["value"] for row in rows if row["figure"] == "visited"] == [""]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_figures_file_starts_no_formula(client, sponsor, cohort, lead, now, kind):
    figures = make_figures()
    evil = make_figures(
        participation=type(figures.participation)(
            **{**vars(figures.participation), "not_visited": ("=HYPERLINK(1)", "@x")}
        )
    )
    made = make_snapshot(cohort, by=lead, at=now, figures=evil)
    client.force_login(sponsor)

    cells = [str(cell) for row in READERS[kind](file_of(client, made, kind)) for cell in row.values()]

    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if re.match(r"[=@+\t\r]|-(?![\d.]+$)", cell)]


def test_figures_file_of_another_kind_is_not_there(client, sponsor, snapshot):
    client.force_login(sponsor)

    assert client.get(reverse("reports:figures_file", args=[snapshot.pk, "exe"])).status_code == 404


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg "), ("png", b"\x89PNG")])
def test_chart_is_a_picture_of_its_own(client, sponsor, snapshot, kind, start):
    client.force_login(sponsor)

    response = client.get(reverse("reports:chart", args=[snapshot.pk, "gap", kind]))

    assert response.content.startswith(start)
    assert client.get(reverse("reports:chart", args=[snapshot.pk, "none", kind])).status_code == 404


def sign_both(snapshot, lead, sponsor, now):
    for person in (lead, sponsor):
        actions.sign_snapshot(snapshot=snapshot, by=person, at=now)


@pytest.mark.parametrize("edition", ["board", "privacy"])
def test_edition_shows_the_same_snapshot(client, sponsor, snapshot, edition):
    client.force_login(sponsor)

    page = client.get(reverse("reports:edition", args=[snapshot.pk, edition])).content.decode()

    assert figures_module.code_of(snapshot.sha256) in page
    assert str(Edition(edition).label) in page


def test_edition_of_a_draft_is_for_lead_and_sponsor(client, department_lead, snapshot, lead, sponsor, now):
    client.force_login(department_lead)
    address = reverse("reports:edition", args=[snapshot.pk, "board"])
    before = client.get(address).status_code

    sign_both(snapshot, lead, sponsor, now)

    assert (before, client.get(address).status_code) == (404, 200)
    assert client.get(reverse("reports:edition", args=[snapshot.pk, "privacy"])).status_code == 404


def test_department_lead_reads_the_own_department_once_signed(client, department_lead, cohort, lead, sponsor, now):
    own = department_lead.led_departments.get()
    figures = make_figures()
    rows = tuple(
        dataclasses.replace(row, key=f"department-{own.pk}", name=own.name) if at == 0 else row
        for at, row in enumerate(figures.participation.departments)
    )
    part = dataclasses.replace(figures.participation, departments=rows)
    made = make_snapshot(cohort, by=lead, at=now, figures=make_figures(participation=part))
    sign_both(made, lead, sponsor, now)
    client.force_login(department_lead)

    own_page = client.get(reverse("reports:department", args=[made.pk, f"department-{own.pk}"]))
    other = client.get(reverse("reports:department", args=[made.pk, "department-3"]))
    asked = client.post(
        reverse("reports:export", args=[made.pk]), {"edition": "department", "department": f"department-{own.pk}"}
    )

    assert own.name in own_page.content.decode()
    assert other.status_code == 404
    assert client.get(asked.url).status_code == 200


def test_sign_makes_the_report_final_with_the_second_signature(client, lead, sponsor, snapshot):
    for person in (lead, sponsor):
        client.force_login(person)
        client.post(reverse("reports:sign", args=[snapshot.pk]))

    page = client.get(reverse("reports:snapshot", args=[snapshot.pk])).content.decode()

    assert "Signed by Lena Lead (Programme lead)" in page
    assert 'class="badge ok">Final' in page


def test_verify_answers_for_code_hash_and_file(client, snapshot, lead, now):
    content = b"%PDF-1.7 of a report"
    sha256 = hashlib.sha256(content).hexdigest()
    make_document(snapshot, lead, now, state=DocumentState.READY, content=content, sha256=sha256, ready_at=now)
    address = reverse("reports:verify")

    pages = [
        client.get(address, {"code": code}).content.decode()
        for code in (figures_module.code_of(snapshot.sha256), snapshot.sha256.upper(), sha256)
    ]

    assert ["This code belongs to a report" in page for page in pages] == [True, True, False]
    assert "This file was made here" in pages[2]
    assert all("Draft: not signed" in page and str(snapshot.cohort) in page for page in pages)


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "%", "abcd", "f" * 64, "x" * 200])
def test_verify_knows_nothing_else(client, snapshot, code):
    page = client.get(reverse("reports:verify"), {"code": code}).content.decode()

    assert str(snapshot.cohort) not in page
