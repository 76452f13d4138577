"""What the forms after visits say: statements, then and now, the recommend score (outcomes §6, P11).

Visitors and hosts sign their forms; what is printed here are released figures, of the latest
release in full and of earlier ones in short.
"""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import charts
from programs.feedback.choices import Role
from programs.feedback.figures import RoleFigures
from programs.reports import sentences
from programs.reports.choices import Sentence
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table, count, estimate
from programs.reports.documents.perception import group_name, hidden_words
from programs.reports.figures import ReportFigures
from programs.reports.said import FormRelease
from programs.reports.sentences import Told
from programs.surveys.choices import ItemScale
from programs.surveys.figures import Note, Rated, Said, Share

WORTH = {Role.VISITOR: "V4", Role.HOST: "H5"}
"""The statement that heads each role's chart: worth the time away; would host again."""
THEN, NOW = "V8a", "V8b"
"""What visitors understood before the visit and now, both asked after it (Howard 1980)."""
ANSWERS = ("0–6", "7–8", "9–10")
"""Detractors, passives and promoters, as the scale shows them."""


def section(figures: ReportFigures) -> Section:
    """Return what visitors and hosts said, or that nothing of it is released yet."""
    title = _("What forms after visits say")
    if not figures.forms:
        return Section("forms", title, (_("Nothing that was said after visits has been released yet."),))
    latest, *earlier = figures.forms
    roles = latest.figures.roles
    drawings = [chart for role in roles for chart in _charts_of(role, latest) if chart is not None]
    if (scores := _recommend(roles)) is not None:
        drawings.append(scores)
    tables = [table for role in roles if (table := _departments(role)) is not None]
    if earlier:
        tables.append(_earlier(earlier))
    return Section("forms", title, tuple(_lines(latest)), tuple(drawings), tuple(tables))


def _people(role: RoleFigures) -> str:
    return {Role.VISITOR: _("Visitors"), Role.HOST: _("Hosts")}[Role(role.role)]


def _lines(release: FormRelease) -> Iterator[str]:
    yield _("Released on %(date)s; each person counts once, with the latest form.") % {
        "date": date_format(release.released_on, "j F Y")
    }
    for role in release.figures.roles:
        whole = _whole(role)
        if whole is None or whole.value is None:
            yield str(Told(Sentence.DEPARTMENT_HIDDEN, {"department": _people(role)})) + "."
        else:
            facts = {"role": _people(role), "score": _score(whole), "n": count(whole.n), **_bounds(whole)}
            yield _("%(role)s: a score of %(score)s of 100 [%(low)s to %(high)s], n %(n)s.") % facts


def _whole(role: RoleFigures) -> Rated | None:
    return next((one for one in role.rated if one.group.is_side), None)


def _score(one: Rated) -> str:
    return "–" if one.value is None else charts.minus(charts.whole(one.value))


def _bounds(one: Rated) -> dict[str, str]:
    return {
        "low": "–" if one.low is None else charts.minus(charts.whole(one.low)),
        "high": "–" if one.high is None else charts.minus(charts.whole(one.high)),
    }


def _between(one: Rated) -> str:
    return "–" if one.low is None or one.high is None else _("%(low)s to %(high)s") % _bounds(one)


def _charts_of(role: RoleFigures, release: FormRelease) -> Iterator[Chart | None]:
    """Yield a role's statements, and for visitors what they understood then and now."""
    whole = _whole(role)
    if whole is None:
        return
    shares = {one.construct: whole.share(one.construct) for one in role.questions}
    if not any(share.is_shown for share in shares.values()):
        return
    yield _statements(role, {key: share for key, share in shares.items() if key not in (THEN, NOW)})
    if THEN in shares and (shares[THEN].is_shown or shares[NOW].is_shown):
        yield _then_now(role, shares[THEN], shares[NOW])


def _statements(role: RoleFigures, shares: dict[str, Share]) -> Chart:
    worded = {one.construct: _(one.text_it) for one in (*role.questions, *role.other_questions)}
    rows = [(worded[key], share) for key, share in shares.items()]
    rows += [(_("%(item)s (yes)") % {"item": worded[one.construct].rstrip(".")}, _as_share(one)) for one in role.said
             if one.scale == ItemScale.YES_NO]  # fmt: skip
    key = WORTH[Role(role.role)]
    title = _("%(role)s: what they say about the visit") % {"role": _people(role)}
    if shares[key].is_shown:
        facts = {"role": _people(role), "item": sentences.bare(worded[key]), "share": blocks.told(shares[key])}
        title = _("%(role)s: “%(item)s”, say %(share)s") % facts
    measure = _("Per cent who agree or say yes; bars: 95% intervals.")
    return _agreement(f"said-{role.role}", title, measure, rows, about=_people(role))


def _as_share(said: Said) -> Share:
    """Return a share that said yes as shares are drawn, bounds as bounds."""
    return Share(said.value, said.low, said.high, said.n, note=said.note)


def _then_now(role: RoleFigures, then: Share, now: Share) -> Chart:
    worded = {one.construct: _(one.text_it) for one in role.questions}
    facts = {"then": blocks.told(then), "now": blocks.told(now)}
    title = _("Looking back, %(then)s understood the department before the visit; %(now)s do now") % facts
    measure = _("Both asked after the visit, from memory: not a survey wave. Per cent who agree; bars: 95% intervals.")
    return _agreement("then-now", title, measure, [(worded[THEN], then), (worded[NOW], now)], about=_people(role))


def _agreement(name: str, title: str, measure: str, rows: Sequence[tuple[str, Share]], *, about: str) -> Chart:
    """Draw shares with their intervals, and print them with n and what a reader has to know."""
    pattern = blocks.pattern()
    ticks = tuple((float(value), charts.percent(value, pattern)) for value in (0, 25, 50, 75, 100))
    drawn = [charts.ForestRow(label, estimate(share), blocks.told(share)) for label, share in rows]
    words = charts.ForestWords(_("agree"), hidden=hidden_words())
    wide, narrow = blocks.drawn(
        charts.forest, drawn, name=name, title=title, axis=charts.Axis(0, 100, ticks), words=words
    )
    table = Table(
        _("%(title)s: in numbers") % {"title": about},
        (_("Statement"), _("Agree"), _("95% interval"), _("n"), _("Note")),
        tuple(
            (label, blocks.told(share), blocks.interval(share.low, share.high), count(share.n), blocks.note(share))
            for label, share in rows
        ),
        words=(4,),
    )
    return Chart(name, title, measure, wide, narrow, table=table)


def _recommend(roles: Sequence[RoleFigures]) -> Chart | None:
    """Draw who would recommend a visit to a colleague, where enough people said it."""
    found = [(role, one) for role in roles for one in role.said if one.scale == ItemScale.RECOMMEND]
    if not any(one.value is not None for _role, one in found):
        return None
    scores = ", ".join(f"{_people(role)} {_points(one)}" for role, one in found)
    title = _("Recommend score: %(scores)s") % {"scores": scores}
    rows = [
        charts.LikertRow(_people(role), _parts(one), _("n %(n)s") % {"n": count(one.n)} if one.n else "")
        for role, one in found
    ]
    wide, narrow = blocks.drawn(
        charts.diverging, rows, name="recommend", title=title, levels=ANSWERS, hidden=hidden_words(),
        pattern=blocks.pattern(),
    )  # fmt: skip
    table = Table(
        _("Recommend score in numbers"),
        (_("Who"), _("Score"), _("95% interval"), _("n"), *ANSWERS),
        tuple(
            (_people(role), _points(one), blocks.interval(one.low, one.high), count(one.n), *map(count, _counts(one)))
            for role, one in found
        ),
        _("Points; the last columns are people."),
    )
    measure = _("Per cent of answers from 0 to 10. The score is the share of 9 and 10 less that of 0 to 6, in points.")
    return Chart("recommend", title, measure, wide, narrow, table=table)


def _counts(said: Said) -> tuple[int | None, ...]:
    return said.counts or (None, None, None)


def _parts(said: Said) -> tuple[float, ...] | None:
    return tuple(100 * part / sum(said.counts) for part in said.counts) if said.counts else None


def _points(said: Said) -> str:
    """Write a recommend score: "+28", a bound, or a dash."""
    sign = {Note.AT_LEAST: "≥", Note.AT_MOST: "≤"}.get(said.note, "")
    return sign + sentences.difference(said.value, signed=True)


def _departments(role: RoleFigures) -> Table | None:
    """Return the score by visited department, in the order of names; nothing where none stands alone."""
    rows = tuple(
        (group_name(one.group), _score(one), _between(one), count(one.n))
        for one in role.rated
        if not one.group.is_side and one.value is not None
    )
    if not rows:
        return None
    caption = _("%(role)s: score of the visit by department visited") % {"role": _people(role)}
    note = _("Mean of the statements, 0 to 100; groups below 10 people are rounded to 5, small ones are merged.")
    return Table(caption, (_("Department"), _("Score"), _("95% interval"), _("n")), rows, note)


def _earlier(releases: Sequence[FormRelease]) -> Table:
    rows = []
    for release in releases:
        for role in release.figures.roles:
            whole = _whole(role)
            said = next((one for one in role.said if one.scale == ItemScale.RECOMMEND), None)
            rows.append(
                (
                    f"{date_format(release.released_on, 'j F Y')}, {_people(role)}",
                    "–" if whole is None else _score(whole),
                    count(whole.n if whole else None),
                    "–" if said is None else _points(said),
                )
            )
    head = (_("Release"), _("Score"), _("n"), _("Recommend score"))
    return Table(_("Earlier releases"), head, tuple(rows), _("No form is in two releases."))
