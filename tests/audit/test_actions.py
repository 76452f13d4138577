"""The log keeps deeds and refuses to change them."""

import pytest

from programs.audit import actions
from programs.audit.models import Entry


def test_record_keeps_who_what_when_and_for_whom(lead, visitor, enrollment, now):
    entry = actions.record("enroll_person", enrollment, by=lead, at=now, on_behalf_of=visitor, wanted=3)

    assert (entry.actor, entry.on_behalf_of, entry.at) == (lead, visitor, now)
    assert (entry.subject_kind, entry.subject_id, entry.facts) == ("enrollment", str(enrollment.pk), {"wanted": 3})


@pytest.mark.parametrize("change", ["update", "delete"])
def test_entries_are_never_changed(lead, enrollment, now, change):
    actions.record("enroll_person", enrollment, by=lead, at=now)

    with pytest.raises(TypeError):
        getattr(Entry.objects.all(), change)()
