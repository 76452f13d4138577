"""Storage that can't betray who said what.

What an attacker with a copy of the database could use, and what is done about it:

* *A key to the person*: `Response` has none. `link` is an HMAC (see `rules.link_of`).
* *The order of rows* (SQLite rowid, PostgreSQL ctid) and *transaction numbers* (xmin):
  invitations are marked done in the order in which people answer. Appending answers, or
  appending them in shuffled batches of five, would repeat that order. So each shuffle
  deletes and writes again *all* answers of the wave, with new random keys, in random
  order, in one transaction: one xmin, and a position that says nothing.
* *Time*: a response has no time at all; an invitation is done on a day.
* *The order of a person's items*: pages show items in an order that comes from the
  person's token, so answers are stored sorted by item.
* *Small departments*: when the wave closes, departments too small for a score lose their
  name in `Response`. Until then a reader of the database can see that one of the three
  people of a department wrote a response.
* *Departments rated*: which ones someone works with would point at them, so each rating is a
  row of its own with nothing that joins it to another, and only the rater's department beside
  it, until closing empties that where it stands for too few.
* *Visits made*: how many is public, so beside a department it would point at someone.
  `rules.coarse_doses` makes it coarser, or leaves it out, before anything is stored.
* *Departments and visits over several waves*: pseudonyms join them, and who moved from one
  department to another, or made visits in between, is known in the company. So when a wave
  closes, its answers lose both, but for a baseline, with which later waves are compared. Whoever
  changed from one side to the other is joined no more.
* *Deleted rows*: SQLite overwrites them (secure_delete) and the write-ahead log is
  emptied; PostgreSQL vacuums both tables.
* *Comments* are cut off from ratings, department and link. While a wave is open each has a
  handle, an HMAC of its own, by which its author can take it back; closing empties it. So it
  is with ratings of departments.
* *Jobs*: no answer starts a job, because jobs are stored with their moment. The minute tick
  of the worker looks which boxes are due.
* *Withdrawing* deletes answers and comments and touches nothing else: the invitation stays
  done, so that neither a count nor a reminder tells that someone withdrew.

What remains, and what the privacy notice says: an answer and the mark on its invitation
have to be written in one transaction, or a crash would lose or double one of them. Until
the next shuffle they share an xmin, so someone who reads the live database or its
write-ahead log can link the few answers in the ballot box. Backups leave the box out. Two copies of the
database show which answers came between them, never fewer than five but for the last before
closing. And whoever holds both the link key and the database can link until the key is destroyed.
"""

import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.db import connection, models, transaction

from programs.surveys.choices import Dose, ItemScale, Side, WaveState
from programs.surveys.models import BallotPaper, Comment, Invitation, Rating, Response, Wave
from programs.surveys.rules import Answer


class Linker(Protocol):
    """What makes pseudonyms: `linking.Linker`."""

    def link_of(self, person_id: int) -> str:
        """Return what joins a person's answers."""

    def handle_of(self, person_id: int, construct: str) -> str:
        """Return what lets a person take one comment back."""


Stored = Response | Comment | Rating
STORED: tuple[type[Stored], ...] = (Response, Comment, Rating)
"""Where answers are once they were shuffled."""

OTHER_SIDE = {str(Side.IT): Side.BUSINESS, str(Side.BUSINESS): Side.IT}
SMALLEST_BATCH = 5
ROWS_AT_ONCE = 1000


def content_of(
    wave: Wave,
    *,
    linker: Linker,
    person_id: int,
    side: str,
    department_id: int | None,
    answers: Mapping[str, Answer],
    dose: str = "",
    ratings: Mapping[int, Mapping[str, Answer]] | None = None,
) -> dict[str, Any]:
    """Return what goes on a ballot paper: answers, comments and ratings of departments apart, each
    sorted by item.

    Of the person, `linker` leaves the pseudonym and one handle per comment and per department.
    """
    words = {item["construct"] for item in wave.frozen["items"] if item["scale"] == ItemScale.COMMENT}
    comments = {key: str(answers[key]).strip() for key in sorted(words & set(answers))}
    comments = {key: text for key, text in comments.items() if text}
    return {
        "link": linker.link_of(person_id),
        "side": side,
        "department": department_id,
        "dose": dose,
        "answers": {key: answers[key] for key in sorted(set(answers) - words)},
        "comments": comments,
        "handles": {key: linker.handle_of(person_id, key) for key in comments},
        "ratings": [
            {
                "about": about,
                "handle": linker.handle_of(person_id, about_key(about)),
                "answers": {key: given[key] for key in sorted(given)},
            }
            for about, given in sorted((ratings or {}).items())
            if given
        ],
    }


def about_key(department: int) -> str:
    """Return the name under which a rating of a department gets its handle."""
    return f"about-{department}"


def hold_open(wave_id: int) -> bool:
    """Say whether the wave is open, and keep it from closing until this transaction ends.

    KEY SHARE lets others answer and the box be shuffled at the same time; closing takes
    the row for itself and waits. SQLite has one writer at a time anyway.
    """
    lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state FROM programs_wave WHERE id = %s{lock}", [wave_id])  # noqa: S608
        row = cursor.fetchone()
    return row is not None and row[0] == WaveState.OPEN


def is_due(wave_id: int) -> bool:
    """Say whether enough papers wait: five, and a tenth of what is there, so that writing
    everything again stays cheap in the long run.
    """
    waiting = BallotPaper.objects.filter(wave_id=wave_id).count()
    if waiting < SMALLEST_BATCH:
        return False
    return waiting * 10 >= Response.objects.filter(wave_id=wave_id).count()


def shuffle(wave: Wave) -> int:
    """Move every waiting paper among the responses, all in a new random order; return how many moved.

    The caller holds the wave's row in a transaction, so that two shuffles don't meet.
    """
    overwrite_deleted()
    papers = list(BallotPaper.objects.filter(wave=wave))
    rows = _stored(wave) + [row for paper in papers for row in _rows(wave, paper.content)]
    _forget(papers)
    _write_anew(wave, rows)
    return len(papers)


def _stored(wave: Wave) -> list[Stored]:
    return [row for model in STORED for row in model._default_manager.filter(wave=wave)]


def _write_anew(wave: Wave, rows: Iterable[Stored]) -> None:
    """Write all answers of a wave in random order under new random keys, whatever stood there before."""
    given = list(rows)
    secrets.SystemRandom().shuffle(given)
    for model in STORED:
        manager: models.Manager[Any] = model._default_manager
        manager.filter(wave=wave).delete()
        mine = [row for row in given if isinstance(row, model)]
        for row in mine:
            row.id = uuid.uuid4()
        manager.bulk_create(mine, batch_size=ROWS_AT_ONCE)


def put_straight_in(wave: Wave, contents: Iterable[dict[str, Any]]) -> None:
    """Add many answers at once (an import, the demo) without the ballot box, shuffled with all others."""
    overwrite_deleted()
    _write_anew(wave, _stored(wave) + [row for content in contents for row in _rows(wave, content)])


def withdraw(wave: Wave, *, link: str, handles: Sequence[str]) -> int:
    """Delete one person's answers to a wave, wherever they are; return how many rows went.

    The caller holds the wave's row in a transaction, so that no shuffle moves them meanwhile.
    """
    overwrite_deleted()
    papers = [paper for paper in BallotPaper.objects.filter(wave=wave) if paper.content["link"] == link]
    _forget(papers)
    gone, _ = Response.objects.filter(wave=wave, link=link).delete()
    words, _ = Comment.objects.filter(wave=wave, handle__in=handles).delete()
    ratings, _ = Rating.objects.filter(wave=wave, handle__in=handles).delete()
    return len(papers) + gone + words + ratings


def rename_links(wave: Wave, renamed: dict[str, str]) -> int:
    """Give every pseudonym of a wave a random name and write the rows anew, without department and
    visits: nothing will be compared with them any more. Return how many.

    `renamed` collects the names over several waves, so that the same answers stay joined.
    The caller throws it away.
    """
    rows = _stored(wave)
    responses = [row for row in rows if isinstance(row, Response)]
    for response in responses:
        response.link = renamed.setdefault(response.link, secrets.token_hex(16))
        response.department_id, response.dose = None, Dose.UNKNOWN
    for row in rows:
        if not isinstance(row, Response):
            row.handle = ""
    _write_anew(wave, rows)
    return len(responses)


def forget_handles(wave: Wave) -> None:
    """Empty what let people take comments and ratings back: a closed wave has been published."""
    Comment.objects.filter(wave=wave).exclude(handle="").update(handle="")
    Rating.objects.filter(wave=wave).exclude(handle="").update(handle="")


def coarsen(wave: Wave, *, named: Iterable[int], raters: Mapping[int, Iterable[int]]) -> None:
    """Take the department off every response but those of the departments in `named`, and off every
    rating but those by the departments that `raters` names for the rated one.
    """
    Response.objects.filter(wave=wave).exclude(department_id__in=list(named)).update(department=None)
    ratings = Rating.objects.filter(wave=wave)
    ratings.exclude(about_id__in=list(raters)).update(department=None)
    for about, departments in raters.items():
        ratings.filter(about_id=about).exclude(department_id__in=list(departments)).update(department=None)


def forget_places(wave: Wave) -> None:
    """Take department and visits off every response of a wave with which nothing will be compared."""
    Response.objects.filter(wave=wave).update(department=None, dose=Dose.UNKNOWN)


def part_sides(wave: Wave) -> None:
    """Give a random pseudonym to whoever answered an earlier wave on the other side.

    Nothing compares them, and few change sides: joined, their answers would tell who they are.
    """
    others = Response.objects.filter(wave__program_id=wave.program_id).exclude(wave=wave)
    before = set(others.values_list("link", "side"))
    rows = [row for row in Response.objects.filter(wave=wave) if (row.link, OTHER_SIDE[row.side]) in before]
    for row in rows:
        row.link = secrets.token_hex(16)
    Response.objects.bulk_update(rows, ["link"], batch_size=ROWS_AT_ONCE)


def overwrite_deleted() -> None:
    """Let SQLite overwrite what is deleted from now on."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def scrub() -> None:
    """Remove what deleted rows leave behind. Outside a transaction only; inside one it does nothing."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            tables = ", ".join(model._meta.db_table for model in (BallotPaper, Invitation, *STORED))
            cursor.execute(f"VACUUM {tables}")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget(papers: list[BallotPaper]) -> None:
    """Delete exactly these papers: others may have come meanwhile."""
    keys = [paper.pk for paper in papers]
    for start in range(0, len(keys), ROWS_AT_ONCE):
        BallotPaper.objects.filter(pk__in=keys[start : start + ROWS_AT_ONCE]).delete()


def _rows(wave: Wave, content: Mapping[str, Any]) -> list[Stored]:
    """Return a paper cut into pieces that nothing joins."""
    response = Response(
        wave=wave,
        link=content["link"],
        side=content["side"],
        department_id=content["department"],
        dose=content.get("dose", ""),
        answers=content["answers"],
    )
    comments = [
        Comment(wave=wave, side=content["side"], construct=construct, text=text, handle=content["handles"][construct])
        for construct, text in content["comments"].items()
    ]
    ratings = [
        Rating(
            wave=wave,
            department_id=content["department"],
            about_id=one["about"],
            handle=one["handle"],
            answers=one["answers"],
        )
        for one in content.get("ratings", ())
    ]
    return [response, *comments, *ratings]


def cast(*, invitation: Invitation, content: dict[str, Any], on: Any) -> bool:
    """Mark the invitation done on a day and put the paper into the box; say whether it was the first.

    The conditional update decides: of two at the same moment, one finds `done_on` taken.
    """
    with transaction.atomic():
        done = Invitation.objects.filter(pk=invitation.pk, done_on__isnull=True).update(done_on=on)
        if done:
            BallotPaper.objects.create(wave_id=invitation.wave_id, content=content)
    return bool(done)
