import dataclasses
import io
import zipfile

import pikepdf
import pytest
from django.utils import translation

from programs.gateways import pdf
from programs.journals.choices import Section
from programs.matching.models import MatchingRun
from programs.notifications.models import Letter
from programs.reports import documents, keeping, keepsakes, personal
from programs.reports.choices import BatchKind, DocumentState, PersonalKind, ReportRefusal
from programs.reports.documents import runs
from programs.reports.models import PersonalDocument
from programs.reports.personal import Frame, Sheet
from programs.reports.queries import found_by
from tests.conftest import TODAY
from tests.factories.objectives import make_measure, make_objective, make_reading
from tests.factories.people import make_person
from tests.factories.reports import make_attended_visit, make_entry, make_record, make_snapshot
from tests.reports.inspection import complaints, expected_of, letters, text_of

SECRET = "I was nervous, and nobody must ever know."


@pytest.fixture
def attended(cohort, visitor, host):
    return make_attended_visit(cohort, visitor, contact=host)


def make(kind, cohort, by, now):
    return keeping.make_personal(kind=kind, cohort=cohort, by=by, at=now, on=TODAY, language="en-gb")


def test_make_personal_freezes_own_days(attended, cohort, visitor, now):
    made = make(PersonalKind.CERTIFICATE, cohort, visitor, now)

    kept = keeping.kept_in(made)
    assert kept.frame.person == visitor.name
    assert [day.department for day in kept.days] == [attended.department.name]
    assert kept.hours == (attended.ends_at - attended.starts_at).total_seconds() / 3600


def test_make_personal_twice_makes_one(attended, cohort, visitor, now):
    first = make(PersonalKind.CERTIFICATE, cohort, visitor, now)

    assert make(PersonalKind.CERTIFICATE, cohort, visitor, now) == first


@pytest.mark.parametrize("kind", PersonalKind)
def test_make_personal_is_refused_where_there_is_nothing(cohort, outsider, now, kind):
    with pytest.raises(keeping.ReportRefused) as refused:
        make(kind, cohort, outsider, now)

    assert refused.value.reasons == {ReportRefusal.NOTHING}


def test_make_personal_thanks_the_host_with_visitors_and_hours(attended, cohort, visitor, host, now):
    kept = keeping.kept_in(make(PersonalKind.THANKS, cohort, host, now))

    assert [day.with_whom for day in kept.days] == [visitor.name]
    assert kept.hours > 0


def test_a_journal_is_stored_sealed_and_opens_for_its_author(attended, cohort, visitor, now):
    make_entry(attended, visitor, Section.WHAT, SECRET)

    made = make(PersonalKind.JOURNAL, cohort, visitor, now)
    keeping.render_personal(document=made, at=now)

    made.refresh_from_db()
    assert made.state == DocumentState.READY, made.error
    assert made.data == {}
    for stored in (bytes(made.sealed), bytes(made.content)):
        assert SECRET.encode() not in stored
        assert not stored.startswith(b"%PDF")
    assert SECRET in " ".join(text_of(keeping.content_of(made)).split())


@pytest.mark.parametrize("kind", [kind for kind in PersonalKind if kind not in (PersonalKind.RUN, PersonalKind.PAIR)])
def test_personal_documents_have_nothing_to_complain_about(attended, cohort, visitor, host, now, kind):
    author = host if kind == PersonalKind.THANKS else visitor
    make_entry(attended, visitor, Section.WHAT, SECRET)
    made = make(kind, cohort, author, now)
    job = documents.pdf_job(documents.personal_report(keeping.kept_in(made), made.sha256))

    assert complaints(pdf.render(job), expected_of(job.html)) == []


def test_personal_documents_are_found_by_code_and_by_file(attended, cohort, visitor, now):
    made = make(PersonalKind.CERTIFICATE, cohort, visitor, now)
    keeping.render_personal(document=made, at=now)

    assert found_by(made.sha256[:16]) == found_by(made.file_sha256) == made


def test_certificates_cost_the_same_queries_for_one_and_many(cohort, visitor, host, django_assert_num_queries):
    make_attended_visit(cohort, visitor, contact=host)
    with django_assert_num_queries(2):
        keepsakes.certificates(cohort, TODAY)
    for at in range(3):
        make_attended_visit(cohort, make_person(f"Visitor {at}"), contact=host)

    with django_assert_num_queries(2):
        found = keepsakes.certificates(cohort, TODAY)

    assert len(found) == 4


def batch_of(cohort, lead, now, kind=BatchKind.CERTIFICATES):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    batch = keeping.ask_for_batch(snapshot=snapshot, kind=kind, by=lead, at=now, language="en-gb")
    keeping.render_batch(batch=batch, at=now)
    batch.refresh_from_db()
    return batch


def test_a_batch_gives_single_files_one_merged_file_and_everybody_their_own(cohort, visitor, host, lead, now):
    make_attended_visit(cohort, visitor, contact=host)
    make_attended_visit(cohort, make_person("Wanda Walk"), contact=host)

    batch = batch_of(cohort, lead, now)

    assert (batch.state, batch.done, batch.total) == (DocumentState.READY, 2, 2), batch.error
    with zipfile.ZipFile(io.BytesIO(batch.archive)) as archive:
        assert len(archive.namelist()) == 2
        single = archive.read(archive.namelist()[0])
    with pikepdf.open(io.BytesIO(bytes(batch.merged))) as merged:
        assert len(merged.pages) == 2
    kept = {row.person_id: bytes(row.content) for row in PersonalDocument.objects.all()}
    assert visitor.pk in kept
    assert single in kept.values()
    assert Letter.objects.filter(to=lead, kind="reports/batch").count() == 1


def test_a_batch_of_department_reports_is_tagged_as_one(cohort, lead, now):
    batch = batch_of(cohort, lead, now, BatchKind.DEPARTMENTS)

    merged = bytes(batch.merged)
    with pikepdf.open(io.BytesIO(merged)) as document, document.open_outline() as outline:
        assert len(outline.root) == batch.total == 10
    found = [line for line in complaints(merged, expected_of("")) if not line.startswith("headings:")]
    assert found == []


def test_a_batch_that_fails_says_why(cohort, lead, visitor, host, now, monkeypatch):
    make_attended_visit(cohort, visitor, contact=host)
    monkeypatch.setattr("programs.gateways.pdf.sheets.style", lambda: "@import url(http://example.com/x.css);")

    batch = batch_of(cohort, lead, now)

    first = (batch.state, Letter.objects.filter(to=lead, kind="reports/batch").count())
    for _attempt in range(3):
        keeping.render_batch(batch=batch, at=now)
    assert first == (DocumentState.WAITING, 0)
    assert batch.state == DocumentState.FAILED
    assert "is not part of the document" in batch.error
    assert Letter.objects.filter(to=lead, kind="reports/batch").count() == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en-gb", "de", "ar"])
def test_certificates_of_a_batch_have_nothing_to_complain_about_alone_and_merged(
    cohort, visitor, host, lead, now, language
):
    for at, name in enumerate(("Wanda Walk", "ليلى الأحمد", "Ελένη Παπαδοπούλου")):
        make_attended_visit(cohort, make_person(name, email=f"{at}@example.com"), contact=host)
    snapshot = make_snapshot(cohort, by=lead, at=now)
    batch = keeping.ask_for_batch(snapshot=snapshot, kind=BatchKind.CERTIFICATES, by=lead, at=now, language=language)

    keeping.render_batch(batch=batch, at=now)

    batch.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(batch.archive)) as archive:
        singles = {name: archive.read(name) for name in archive.namelist()}
    pages = []
    for row in PersonalDocument.objects.all():
        with translation.override(language):
            pages.append(documents.pdf_job(documents.personal_report(keeping.kept_in(row), row.sha256)).html)
        is_joined = "\u0600" < row.person.name < "\u06ff"  # poppler tells lam and alef the wrong way round
        assert complaints(bytes(row.content), expected_of(pages[-1], () if is_joined else (row.person.name,))) == []
    assert sorted(singles.values()) == sorted(bytes(row.content) for row in PersonalDocument.objects.all())
    merged = complaints(bytes(batch.merged), expected_of("".join(pages)))
    assert [line for line in merged if not line.startswith("headings")] == []
    with pikepdf.open(io.BytesIO(bytes(batch.merged))) as document, document.open_outline() as outline:
        assert sorted(str(item.title) for item in outline.root) == sorted(
            row.person.name for row in PersonalDocument.objects.select_related("person")
        )
        assert str(document.Root.Lang) == language


@pytest.mark.slow
def test_certificates_print_names_of_every_script_with_a_subset_of_one_font(attended, cohort, visitor, now):
    names = ("王小明", "山田 はなこ", "김민준", "Ελένη Παπαδοπούλου", "Наталья Ёлкина", "ليلى الأحمد")
    kept = keeping.kept_in(make(PersonalKind.CERTIFICATE, cohort, visitor, now))

    for name in names:
        named = dataclasses.replace(kept, frame=dataclasses.replace(kept.frame, person=name))
        job = documents.pdf_job(documents.personal_report(named, "5f" * 32))
        content = pdf.render(job)
        assert complaints(content, expected_of(job.html)) == []
        assert set(letters(name)) <= set(letters(text_of(content)))
        assert len(content) < 100_000


@pytest.fixture
def run(cohort, lead, now):
    return MatchingRun.objects.create(cohort=cohort, seed=1, started_by=lead, started_at=now, state="solved")


def test_print_run_freezes_the_record_in_the_language_of_its_reader(run, lead, now):
    made = keeping.print_run(run=run, by=lead, at=now, on=TODAY, language="de")

    kept = keeping.kept_in(made)
    report = documents.personal_report(kept, made.sha256)
    assert str(run.pk) in report.summary.title
    assert report.name == str(PersonalKind.RUN.label)
    assert {"inputs"} <= {section.key for section in report.sections}
    assert keeping.print_run(run=run, by=lead, at=now, on=TODAY, language="de") == made


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en-gb", "de", "ar"])
def test_a_printed_run_has_nothing_to_complain_about(language):
    record = make_record()
    with translation.override(language):
        frame = Frame(1, "0.1.0", TODAY, "Nordhaven Group", "Day in the life", "Spring 2026", "Lena Lead")
        sheet = Sheet(frame, PersonalKind.RUN, runs.record_summary(record), runs.record_sections(record))
        stored = personal.from_json(Sheet, personal.to_json(sheet))
        job = documents.pdf_job(documents.personal_report(stored, "5f" * 32))

    assert stored == sheet
    assert complaints(pdf.render(job), expected_of(job.html)) == []


@pytest.fixture
def objective(program, cohort, visitor, host):
    made = make_objective(program, visitor, host)
    late = make_measure(made, name="Days to pay")
    make_reading(late, TODAY, "9")
    return made


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en-gb", "de", "ar"])
def test_a_pair_gets_a_brief_of_what_both_want_to_reach(objective, visitor, now, language):
    made = keeping.print_pair(objective=objective, by=visitor, at=now, on=TODAY, language=language)

    kept = keeping.kept_in(made)
    with translation.override(language):
        job = documents.pdf_job(documents.personal_report(kept, made.sha256))
    assert "Days to pay" in job.html
    assert objective.title in [section.title for section in kept.sections]
    content = pdf.render(job)
    assert complaints(content, expected_of(job.html)) == []
    with pikepdf.open(io.BytesIO(content)) as brief:
        assert len(brief.pages) == 1


def test_a_brief_holds_agreed_objectives_of_the_pair_only(objective, program, visitor, host, outsider, now):
    make_objective(program, visitor, host, title="Still a draft", state="draft")

    made = keeping.print_pair(objective=objective, by=visitor, at=now, on=TODAY, language="en-gb")

    assert "Still a draft" not in str(made.data)
    assert made.data["summary"]["key_figures"][0]["value"] == "1"
