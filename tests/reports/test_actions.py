import sys
from datetime import timedelta

import pytest

from programs.audit.models import Entry
from programs.reports import actions
from programs.reports.choices import DocumentState, ReportRefusal
from programs.reports.figures import fingerprint, from_json
from programs.reports.models import Document
from tests.conftest import TODAY
from tests.factories.reports import make_snapshot


def test_take_snapshot_stores_the_figures_with_their_hash(cohort, lead, now):
    taken = actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY, decision="Fund a second cohort.")

    taken.refresh_from_db()
    assert taken.sha256 == fingerprint(taken.data)
    assert from_json(taken.data).cohort == cohort.name
    assert (from_json(taken.data).decision, from_json(taken.data).decision_by) == ("Fund a second cohort.", "Lena Lead")
    assert Entry.objects.filter(deed="take_snapshot", subject_id=str(taken.pk)).count() == 1


def test_take_snapshot_twice_on_a_day_gives_the_same_hash(cohort, lead, now):
    first = actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY)

    second = actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY)

    assert first.sha256 == second.sha256


def test_take_snapshot_is_for_the_lead(cohort, sponsor, now):
    with pytest.raises(actions.ReportRefused) as refused:
        actions.take_snapshot(cohort=cohort, by=sponsor, at=now, on=TODAY)

    assert refused.value.reasons == {ReportRefusal.NOT_LEAD}


def test_take_snapshot_refuses_a_cause_in_the_decision(cohort, lead, now):
    with pytest.raises(actions.ReportRefused) as refused:
        actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY, decision="Visits led to trust.")

    assert refused.value.reasons == {ReportRefusal.CAUSAL}
    assert "led to" in str(refused.value)


def ask(snapshot, by, at):
    return actions.ask_for_document(snapshot=snapshot, by=by, at=at, language="en-gb")


def test_ask_for_document_twice_makes_one(cohort, lead, sponsor, now):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    first = ask(snapshot, lead, now)

    second = ask(snapshot, sponsor, now)

    assert first == second
    assert Document.objects.count() == 1


def test_ask_for_document_renders_after_the_commit(cohort, lead, now, django_capture_on_commit_callbacks):
    snapshot = make_snapshot(cohort, by=lead, at=now)

    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(snapshot, lead, now)

    asked.refresh_from_db()
    assert asked.state == DocumentState.READY, asked.error
    assert bytes(asked.content).startswith(b"%PDF-1.7")


def test_render_document_gives_the_same_bytes_again(cohort, lead, now):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    fields = {"snapshot": snapshot, "language": "en-gb", "asked_by": lead, "asked_at": now}
    first, second = (Document.objects.create(**fields) for _ in range(2))

    actions.render_document(document=first, at=now)
    actions.render_document(document=second, at=now)

    assert bytes(first.content) == bytes(second.content)


def test_render_document_leaves_a_ready_one_alone(cohort, lead, now):
    ready = Document.objects.create(
        snapshot=make_snapshot(cohort, by=lead, at=now),
        language="en-gb",
        asked_by=lead,
        asked_at=now,
        state=DocumentState.READY,
        content=b"%PDF-ready",
        ready_at=now,
    )

    actions.render_document(document=ready, at=now)

    assert bytes(Document.objects.get(pk=ready.pk).content) == b"%PDF-ready"


@pytest.mark.parametrize(
    ("code", "told"), [(4, "apt-get install libpango"), (3, "chart is broken"), (9, "was stopped")]
)
def test_render_document_says_why_it_failed(cohort, lead, now, monkeypatch, tmp_path, code, told):
    child = tmp_path / "python"
    child.write_text(f"#!/bin/sh\ncat >/dev/null\necho '{told}' >&2\nexit {code}\n")
    child.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(child))
    document = ask(make_snapshot(cohort, by=lead, at=now), lead, now)

    actions.render_document(document=document, at=now)

    document.refresh_from_db()
    assert document.state == (DocumentState.FAILED if code == 4 else DocumentState.WAITING)
    assert told in document.error


def test_render_document_is_tried_again_later_each_time_and_then_given_up(cohort, lead, now, monkeypatch, tmp_path):
    child = tmp_path / "python"
    child.write_text("#!/bin/sh\ncat >/dev/null\nexit 3\n")
    child.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(child))
    document = ask(make_snapshot(cohort, by=lead, at=now), lead, now)

    waits = []
    for _attempt in range(4):
        actions.render_document(document=document, at=now)
        waits.append(document.again_at and document.again_at - now)

    assert [wait and wait.total_seconds() // 60 for wait in waits] == [1, 10, 60, None]
    assert document.state == DocumentState.FAILED


@pytest.mark.parametrize(("minutes", "queued"), [(0, 0), (1, 1)])
def test_try_again_queues_what_is_due_once(cohort, lead, now, minutes, queued, django_capture_on_commit_callbacks):
    document = ask(make_snapshot(cohort, by=lead, at=now), lead, now)
    Document.objects.filter(pk=document.pk).update(
        state=DocumentState.WAITING, tries=1, again_at=now + timedelta(minutes=1)
    )

    with django_capture_on_commit_callbacks() as jobs:
        counts = [actions.try_again(at=now + timedelta(minutes=minutes)) for _time in range(2)]

    assert counts == [queued, 0]
    assert len(jobs) == queued


def test_ask_for_document_tries_again_after_a_failure(cohort, lead, now):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    failed = ask(snapshot, lead, now)
    Document.objects.filter(pk=failed.pk).update(state=DocumentState.FAILED)

    assert ask(snapshot, lead, now) != failed


def test_sign_snapshot_takes_one_signature_of_each_part(cohort, lead, sponsor, now):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    actions.sign_snapshot(snapshot=snapshot, by=lead, at=now)

    with pytest.raises(actions.ReportRefused) as again:
        actions.sign_snapshot(snapshot=snapshot, by=lead, at=now)

    snapshot.refresh_from_db()
    assert again.value.reasons == {ReportRefusal.SIGNED}
    assert not snapshot.is_final
    actions.sign_snapshot(snapshot=snapshot, by=sponsor, at=now)
    snapshot.refresh_from_db()
    assert snapshot.final_at == now
    assert Entry.objects.filter(deed="sign_snapshot").count() == 2


def test_sign_snapshot_is_for_lead_and_sponsor(cohort, lead, outsider, now):
    with pytest.raises(actions.ReportRefused) as refused:
        actions.sign_snapshot(snapshot=make_snapshot(cohort, by=lead, at=now), by=outsider, at=now)

    assert refused.value.reasons == {ReportRefusal.NOT_SIGNER}


def test_ask_for_document_makes_a_new_one_once_the_report_is_final(cohort, lead, sponsor, now):
    snapshot = make_snapshot(cohort, by=lead, at=now)
    draft = ask(snapshot, lead, now)
    for person in (lead, sponsor):
        actions.sign_snapshot(snapshot=snapshot, by=person, at=now)

    final = ask(snapshot, lead, now)

    assert (draft.is_final, final.is_final) == (False, True)


def test_take_snapshot_prints_a_remark_with_its_author_and_its_inputs(cohort, lead, now):
    taken = actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY, remark="We began late.")

    stored = from_json(taken.data)
    assert (stored.remark, stored.remark_by) == ("We began late.", "Lena Lead")
    assert stored.inputs == ()
