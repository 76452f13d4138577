"""Themes: two leads, the same texts, and counts of people only where they agree."""

import secrets

import pytest
from django.urls import reverse

from programs.journals import actions, themes
from programs.journals.choices import StartTheme, ThemeRefusal, Visibility
from programs.journals.models import Coding, Theme
from tests.factories.cohorts import make_role
from tests.factories.journals import make_insight, make_reflection, make_told_visits
from tests.factories.people import make_person

SECTIONS = ("before", "during", "what", "so_what", "now_what")


@pytest.fixture
def second_lead(program):
    person = make_person("Lotte Lead")
    make_role(program, person)
    return person


@pytest.fixture
def entries(cohort, offering, now):
    """Thirty texts that leads may read: six people, five each."""
    visits = make_told_visits(cohort, offering, count=6, now=now)
    return [
        make_reflection(visit, visit.visitor, f"Text {visit.pk} {section}", section=section, visibility=2, at=now)
        for visit in visits
        for section in SECTIONS
    ]


@pytest.fixture
def waiting(program, lead, now):
    actions.begin_themes(program=program, by=lead, at=now)
    return Theme.objects.get(program=program, key=StartTheme.WAITING)


def _code(entries, theme, coder, now, *, where):
    for number, entry in enumerate(entries):
        actions.code_entry(entry=entry, themes=[theme] if where(number) else [], by=coder, at=now)


def _figure(program, theme):
    return next(one for one in themes.figures_of(program) if one.theme == theme)


def test_begin_themes_gives_the_start_set_once(program, lead, now):
    for _ in range(2):
        actions.begin_themes(program=program, by=lead, at=now)

    assert len(themes.themes_of(program)) == len(StartTheme)


def test_figures_of_counts_people_when_two_leads_agree(program, entries, waiting, lead, second_lead, now):
    _code(entries, waiting, lead, now, where=lambda number: number < 10)
    _code(entries, waiting, second_lead, now, where=lambda number: number < 11)

    figure = _figure(program, waiting)

    assert figure.agreement.entries == 30
    assert figure.agreement.kappa == pytest.approx(0.9268, abs=1e-4)
    assert (figure.people, figure.of) == (2, 6)


def test_figures_of_shows_no_count_where_two_leads_differ(program, entries, waiting, lead, second_lead, now):
    _code(entries, waiting, lead, now, where=lambda number: number < 10)
    _code(entries, waiting, second_lead, now, where=lambda number: 6 < number < 17)

    figure = _figure(program, waiting)

    assert figure.agreement.kappa < 0.6
    assert figure.people is None


def test_figures_of_shows_no_count_of_what_one_lead_read(program, entries, waiting, lead, second_lead, now):
    _code(entries, waiting, lead, now, where=lambda number: number < 10)
    _code(entries[:29], waiting, second_lead, now, where=lambda number: number < 10)

    figure = _figure(program, waiting)

    assert (figure.agreement.entries, figure.agreement.kappa, figure.people) == (29, 1, None)


def test_figures_of_forgets_a_text_that_its_author_closed(program, entries, waiting, lead, second_lead, now):
    for coder in (lead, second_lead):
        _code(entries, waiting, coder, now, where=lambda number: number < 10)

    actions.open_section(reflection=entries[20], visibility=Visibility.HOST, by=entries[20].author, at=now)

    assert _figure(program, waiting).agreement.entries == 29


def test_merged_themes_count_as_one(program, entries, waiting, lead, second_lead, now):
    language = Theme.objects.get(program=program, key=StartTheme.LANGUAGE)
    _code(entries, waiting, lead, now, where=lambda number: number < 10)
    _code(entries, language, second_lead, now, where=lambda number: number < 10)
    before = _figure(program, waiting).agreement.kappa

    actions.merge_theme(theme=language, into=waiting, by=lead, at=now)

    after = _figure(program, waiting)
    assert before == pytest.approx(0.0)
    assert (after.agreement.kappa, after.people) == (1, 2)
    assert language not in themes.themes_of(program)


def test_shares_of_prints_no_theme_of_too_few_people(program, cohort, entries, waiting, lead, second_lead, now):
    for coder in (lead, second_lead):
        _code(entries, waiting, coder, now, where=lambda number: number < 20)
    few = themes.shares_of(cohort)
    for coder in (lead, second_lead):
        _code(entries, waiting, coder, now, where=lambda number: number < 25)

    enough = themes.shares_of(cohort)

    assert few == []
    assert [(one.name, one.people, one.of) for one in enough] == [("Waiting and response", 5, 6)]


def test_merge_theme_and_add_theme_refuse_what_makes_no_sense(program, waiting, lead, now):
    with pytest.raises(actions.JournalRefused) as itself:
        actions.merge_theme(theme=waiting, into=waiting, by=lead, at=now)
    with pytest.raises(actions.JournalRefused) as twice:
        actions.add_theme(program=program, name="waiting AND response", by=lead, at=now)

    assert itself.value.reasons == {ThemeRefusal.WITH_ITSELF}
    assert twice.value.reasons == {ThemeRefusal.THERE_ALREADY}


def test_next_entry_gives_first_what_another_lead_has_read(program, entries, waiting, lead, second_lead, now):
    actions.code_entry(entry=entries[17], themes=[waiting], by=lead, at=now)

    found = themes.next_entry(program, second_lead)

    assert found == entries[17]


def test_code_entry_a_second_time_replaces_the_first(entries, waiting, lead, now):
    actions.code_entry(entry=entries[0], themes=[waiting], by=lead, at=now)

    actions.code_entry(entry=entries[0], themes=[], by=lead, at=now)

    assert Coding.objects.get().themes.count() == 0


def test_coding_page_shows_no_private_text_and_not_what_others_said(
    client, program, attended_visit, visitor, waiting, lead, second_lead, now
):
    private = make_reflection(attended_visit, visitor, "Sealed words", at=now)
    card = make_insight(attended_visit, visitor, "Open words", section="so_what", at=now)
    actions.code_entry(entry=card, themes=[waiting], by=second_lead, at=now)
    client.force_login(lead)
    address = reverse("journals:coding", args=[program.pk])

    page = client.get(address).text
    stolen = client.post(address, {"kind": "reflection", "entry": private.pk})
    client.post(address, {"kind": "insight", "entry": card.pk, "themes": [waiting.pk]})

    assert "Open words" in page
    assert "Sealed words" not in page
    assert "checked" not in page
    assert stolen.status_code == 404
    assert Coding.objects.filter(coder=lead).count() == 1


@pytest.mark.parametrize(
    ("visibility", "is_found"),
    [(Visibility.PRIVATE, False), (Visibility.HOST, False), (Visibility.LEAD, True), (Visibility.QUOTABLE, True)],
)
def test_keywords_come_only_from_texts_opened_to_leads(
    client, program, cohort, offering, lead, now, visibility, is_found
):
    word = "q" + secrets.token_hex(6).translate(str.maketrans("0123456789", "ghijklmnop"))
    for visit in make_told_visits(cohort, offering, count=6, now=now):
        make_reflection(visit, visit.visitor, f"{word} everywhere", section="what", visibility=visibility, at=now)
        make_reflection(visit, visit.visitor, "Quiet morning", section="before", visibility=Visibility.LEAD, at=now)
    client.force_login(lead)

    page = client.get(reverse("journals:keywords", args=[program.pk])).text

    assert (word in page) is is_found
    assert "quiet" in page


def test_keywords_of_leaves_out_what_four_people_wrote(program, cohort, offering, now):
    for visit in make_told_visits(cohort, offering, count=6, now=now):
        make_reflection(visit, visit.visitor, "Quiet morning", section="before", visibility=2, at=now)
    for visit in make_told_visits(cohort, offering, count=4, now=now.replace(month=1), name="Four"):
        make_reflection(visit, visit.visitor, "Scanner again", section="what", visibility=2, at=now)

    found = themes.keywords_of(program)

    assert [one.word for one in found.before] == ["morning", "quiet"]
    assert found.after == []
