"""A pack as plain values for its page and its PDF."""

import dataclasses
import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.briefings import queries, wordings
from programs.briefings.queries import Face, Pack
from programs.charts import fonts
from programs.gateways import pdf
from programs.gateways.pdf import Asset, PdfJob
from programs.hosting import times
from programs.hosting.agenda import Timed
from programs.people.models import Person
from programs.surveys import documents as survey_documents
from programs.surveys.figures import Share
from programs.templatetags import figures as text

STYLE = Path(__file__).with_name("print.css")


@dataclass(frozen=True)
class ShownFace:
    """A face card in words. `line` is the job and the team; `address` that of the photo, if there is one."""

    face: Face
    line: str
    photo: str = ""


@dataclass(frozen=True)
class ShownBlock:
    """A block of the agenda. `when` is on the clock of the site, or its length on a day without times."""

    title: str
    when: str
    minutes: str


@dataclass(frozen=True)
class ShownFact:
    """What both sides answered, each with the share, the interval and how many it rests on."""

    sentence: str
    it: str
    it_rests_on: str
    business: str
    business_rests_on: str


@dataclass(frozen=True)
class ShownSystem:
    """A system, who looks after it, and how many open frictions name it."""

    name: str
    purpose: str
    team: str
    frictions: str


@dataclass(frozen=True)
class Shown:
    """The parts of a pack that are put into words once, for page and PDF."""

    faces: tuple[ShownFace, ...]
    blocks: tuple[ShownBlock, ...]
    systems: tuple[ShownSystem, ...]
    facts: tuple[ShownFact, ...]
    source: str
    zone_note: str
    answers: tuple[tuple[str, str], ...]


def shown(pack: Pack, reader: Person) -> Shown:
    """Return the words of a pack in the active language, times on the clock of the site."""
    visit = pack.visit
    return Shown(
        faces=tuple(_face(face, visit.pk) for face in pack.faces),
        blocks=tuple(_block(block, pack) for block in pack.agenda),
        systems=tuple(_system(row.name, row.purpose, row.team, pack) for row in pack.systems),
        facts=tuple(_fact(fact) for fact in pack.facts.rows) if pack.facts else (),
        source=_source(pack.facts) if pack.facts else "",
        zone_note=times.zone_note(visit.day, reader.time_zone),
        answers=_answers(pack),
    )


def _answers(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Return the questions about IT's part that the visitor has answered, each with its answer."""
    name = pack.visit.department.name
    given = ((key, getattr(pack.strategy, key)) for key in wordings.QUESTIONS) if pack.strategy else ()
    return tuple((wordings.question(key, name), answer) for key, answer in given if answer)


def _face(face: Face, visit: int) -> ShownFace:
    person = face.person
    department = person.department.name if person.department else ""
    team = person.team.name if person.team else ""
    line = ", ".join(part for part in (person.job_title, team, department) if part)
    return ShownFace(face, line, f"face:{person.pk}" if face.has_photo else "")


def _block(block: Timed, pack: Pack) -> ShownBlock:
    minutes = ngettext("%(n)s minute", "%(n)s minutes", block.minutes) % {"n": block.minutes}
    if block.starts_at is None or block.ends_at is None:
        return ShownBlock(block.title, "", minutes)
    zone = pack.visit.day.offering.site.zone
    start, end = (
        formats.time_format(timezone.localtime(moment, zone), "TIME_FORMAT")
        for moment in (block.starts_at, block.ends_at)
    )
    return ShownBlock(block.title, times.RANGE.format(start=start, end=end), minutes)


def _system(name: str, purpose: str, team: object, pack: Pack) -> ShownSystem:
    number = pack.open_frictions.get(name.casefold(), 0)
    said = ngettext("%(n)s open friction", "%(n)s open frictions", number) % {"n": number} if number else ""
    return ShownSystem(name, purpose, str(team or ""), said)


def _fact(fact: queries.Fact) -> ShownFact:
    return ShownFact(
        sentence=survey_documents.wording(fact.question, "it"),
        it=text.share(fact.gap.it),
        it_rests_on=_rests_on(fact.gap.it),
        business=text.share(fact.gap.business),
        business_rests_on=_rests_on(fact.gap.business),
    )


def _rests_on(share: Share) -> str:
    """Say how sure a share is: "67–82 %, n = 120"; nothing where that is not released."""
    if share.n is None:
        return ""
    bounds = text.interval(share)
    return _("%(bounds)s, n = %(n)s") % {"bounds": bounds, "n": share.n} if bounds else _("n = %(n)s") % {"n": share.n}


def _source(facts: queries.Facts) -> str:
    """Name the survey, when it closed, and who answered."""
    rates = {rate.side: text.percent(rate.value) for rate in facts.wave.rates if rate.group.is_side}
    return _("%(wave)s, closed on %(on)s. Answered: IT %(it)s, business %(business)s. With 95%% intervals.") % {
        "wave": survey_documents.wave_name(facts.wave),
        "on": formats.date_format(facts.wave.closed_on, "DATE_FORMAT"),
        "it": rates.get("it", "–"),
        "business": rates.get("business", "–"),
    }


# The PDF -------------------------------------------------------------------------------------


@functools.cache
def style() -> str:
    """Return what the printed pack adds to the house's style sheet."""
    return STYLE.read_text()


def pdf_job(pack: Pack, reader: Person, *, on: datetime.date) -> PdfJob:
    """Return the printed pack in the active language, with the photos of those who have one."""
    words = shown(pack, reader)
    photos = {one.photo: queries.photo_of(pack.visit, one.face.person.pk) for one in words.faces if one.photo}
    html = render_to_string(
        "briefings/print/pack.html",
        {"pack": pack, "shown": words, "visit": pack.visit, "offering": pack.visit.day.offering, "on": on},
    )
    job = pdf.sheet(html, fonts.faces())
    assets = {name: Asset(content, "image/jpeg") for name, content in photos.items() if content}
    return dataclasses.replace(job, css=job.css + style(), assets=assets)
