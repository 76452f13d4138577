"""What people write in their journals, the files they add, and the cards they cut."""

import datetime
import io

from PIL import Image

from programs.journals import actions
from programs.journals.choices import InsightKind, Section, Visibility
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.people import make_department, make_person
from tests.factories.visits import make_visit


def photo_bytes(size=(400, 300), form="JPEG", *, camera="Secret Camera 9", turned=1) -> bytes:
    """A photo with metadata: the camera, where it was taken, and how it was held."""
    exif = Image.Exif()
    exif[0x0110] = camera
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[2] = (53.0, 33.0, 4.0)
    out = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(out, form, exif=exif)
    return out.getvalue()


def make_reflection(visit, author, text, *, section="what", visibility=0, at=None):
    """A section as its author wrote and opened it."""
    at = at or visit.changed_at
    row = actions.write_section(visit=visit, section=Section(section), text=text, seen_version=0, by=author, at=at)
    return actions.open_section(reflection=row, visibility=Visibility(visibility), by=author, at=at)


def make_insight(visit, author, text, *, kind="pain", visibility=Visibility.LEAD, at=None, section="what"):
    """A card cut from a private section that holds nothing else."""
    at = at or visit.changed_at
    reflection = make_reflection(visit, author, text, section=section, at=at)
    return actions.cut_insight(
        reflection=reflection, words=text, kind=InsightKind(kind), visibility=Visibility(visibility), by=author, at=at
    )


def make_told_visits(cohort, offering, *, count, now, name="Person"):
    """Attended visits of as many new visitors as asked for, each in a department of their own."""
    made = []
    for number in range(count):
        person = make_person(f"{name} {number}", department=make_department(f"{name} department {number}", is_it=True))
        day = make_day(offering, now.date() - datetime.timedelta(days=21 + number))
        made.append(make_visit(make_enrollment(cohort, person), day, state="attended", at=now))
    return made
