"""What leads and respondents type in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Program
from programs.cohorts.widgets import DateInput
from programs.people.models import Department
from programs.surveys import queries, raw, rules, wordings
from programs.surveys.choices import Agreement, Frequency, ItemScale, Side, SurveyRefusal, WaveKind
from programs.surveys.instruments import DISCOVERY, SHIPPED
from programs.surveys.models import Instrument, Item
from programs.surveys.planning import Plan
from programs.surveys.raw import Export
from programs.surveys.rules import Answer

CANT_JUDGE = "cant"
MOST_VALUES = 7
"""How many values of a column are shown for an example."""


class WaveForm(forms.Form):
    """A new wave."""

    kind = forms.ChoiceField(label=_("Which wave"), choices=WaveKind)
    instrument = forms.ChoiceField(label=_("Questionnaire"))
    closes_on = forms.DateField(label=_("Last day to answer"), widget=DateInput())
    cohort = forms.ModelChoiceField(
        label=_("Cohort"), queryset=Cohort.objects.none(), required=False, empty_label=_("The whole programme")
    )
    side = forms.ChoiceField(label=_("Who is asked"), choices=[("", _("Both sides")), *Side.choices], required=False)
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen means everyone."),
    )
    sample_percent = forms.IntegerField(
        label=_("Share of the people who are asked, in percent"),
        min_value=1,
        max_value=100,
        initial=100,
        required=False,
        help_text=_("Below 100, that share of every department is drawn at random; the draw is logged."),
    )

    is_elsewhere = forms.BooleanField(
        label=_("Another tool collects the answers; I import its export"),
        required=False,
        help_text=_("Nobody gets a mail or a link."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {one.key: gettext(one.title) for one in SHIPPED}
        own = Instrument.objects.filter(Q(program__isnull=True) | Q(program=program))
        titles = dict(own.values_list("key", "title")) | titles
        cast("forms.ChoiceField", self.fields["instrument"]).choices = list(titles.items())
        querysets: dict[str, QuerySet[Any]] = {
            "cohort": program.cohorts.all(),
            "departments": Department.objects.order_by("-is_it", "name"),
        }
        for name, rows in querysets.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Keep a questionnaire without primary outcomes from passing as the baseline of the gap."""
        cleaned = super().clean() or {}
        key = cleaned.get("instrument", "")
        if key and not any(item["is_primary"] for item in queries.items_of(key)) and key != DISCOVERY.key:
            cleaned["kind"] = WaveKind.OTHER
        return cleaned

    def clean_sample_percent(self) -> int:
        """Return the share; nothing typed means everyone."""
        return self.cleaned_data["sample_percent"] or 100


class OpenForm(forms.Form):
    """Why people are asked for more than the programme's minutes, where they are."""

    burden_reason = forms.CharField(label=_("Why it has to be now"), max_length=500, required=False)


class CommentForm(forms.Form):
    """Whether a comment is shown."""

    key = forms.UUIDField()
    decision = forms.ChoiceField(choices=[("show", "show"), ("hold", "hold")])


class CopyForm(forms.Form):
    """A programme's own copy of a questionnaire."""

    program = forms.ModelChoiceField(Program.objects.none(), label=_("Programme"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=120)

    def __init__(self, *args: Any, programs: QuerySet[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Program]", self.fields["program"]).queryset = programs


class PaperForm(CopyForm):
    """A questionnaire out of a file."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    file = forms.FileField(
        label=_("JSON or CSV file"), widget=forms.FileInput(attrs={"accept": ".json,.csv,text/csv,application/json"})
    )


class ItemForm(forms.Form):
    """How an item is worded, for each side, in each language."""

    text_it = forms.CharField(label=_("Wording for IT"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    text_business = forms.CharField(
        label=_("Wording for the business"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: both sides read the same, and a gap can be shown."),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        is_gap = item.text_it == item.text_business
        initial = {"text_it": item.text_it, "text_business": "" if is_gap else item.text_business}
        for language, _name in settings.LANGUAGES:
            for side in Side:
                initial[f"{side}_{language}"] = item.translations.get(language, {}).get(str(side), "")
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for language, _name in settings.LANGUAGES:
            for side in Side:
                self.fields[f"{side}_{language}"] = forms.CharField(
                    label=f"{get_language_info(language)['name_local']}: {side.label}",
                    max_length=500,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                )

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """Return the wording in other languages, where there is one."""
        worded = {
            language: {
                str(side): self.cleaned_data[f"{side}_{language}"]
                for side in Side
                if self.cleaned_data[f"{side}_{language}"]
            }
            for language, _name in settings.LANGUAGES
        }
        return {language: texts for language, texts in worded.items() if texts}


class ExportForm(forms.Form):
    """A survey tool's export."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))


@dataclass(frozen=True)
class Column:
    """A column of an export beside the field that says what it holds."""

    name: str
    values: str
    field: forms.BoundField


class MappingForm(forms.Form):
    """What each column of an export holds."""

    def __init__(
        self, *args: Any, export: Export, items: Sequence[Mapping[str, Any]], guessed: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.export = export
        who = [
            (raw.EMAIL, _("E-mail of who answered")),
            (raw.EMPLOYEE, _("Employee id of who answered")),
            (raw.DEPARTMENT, _("Department")),
            (raw.SIDE, _("Side")),
        ]
        worded = [
            (one["construct"], f"{one['construct']} {wordings.shown(one, 'it')[:60]}")
            for one in items
            if not one.get("is_per_department")
        ]
        for place, _name in enumerate(export.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=[(raw.IGNORE, "–"), *who, *worded],
                required=False,
                initial=guessed[place] if guessed else raw.IGNORE,
            )

    @property
    def columns(self) -> list[Column]:
        """Return the columns with some of their values: sorted, so that no line can be told."""
        return [
            Column(title or name, self._values(place), self[f"column_{place}"])
            for place, (name, title) in enumerate(zip(self.export.header, self.export.titles, strict=True))
        ]

    def _values(self, place: int) -> str:
        values = sorted({line.cells[place].strip() for line in self.export.lines if place < len(line.cells)} - {""})
        return " · ".join(values[:MOST_VALUES]) + (" …" if len(values) > MOST_VALUES else "")

    @property
    def chosen(self) -> list[str]:
        """Return what each column holds, in the order of the file."""
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.export.header))]

    @property
    def left_out(self) -> list[str]:
        """Return the names of the columns that hold nothing to be taken."""
        return [name for name, held in zip(self.export.header, self.chosen, strict=True) if held == raw.IGNORE]


class DepartmentsForm(forms.Form):
    """Which departments somebody works with: the first step where questions come for each of them."""

    departments = forms.MultipleChoiceField(
        label=_("Which departments do you work with most?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rateable: Mapping[int, str], needs_one: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rateable = rateable
        field = cast("forms.MultipleChoiceField", self.fields["departments"])
        field.choices = [(str(key), name) for key, name in rateable.items()]
        field.required = needs_one
        field.error_messages |= {"invalid_choice": self._which, "required": self._which}
        field.help_text = gettext("Up to %(most)s. The same few questions follow for each of them.") % {
            "most": rules.MOST_DEPARTMENTS
        }

    def clean_departments(self) -> list[str]:
        """Return the departments: at most four. Where nothing else is asked, one is needed."""
        chosen: list[str] = self.cleaned_data["departments"]
        if len(chosen) > rules.MOST_DEPARTMENTS:
            raise forms.ValidationError(self._which)
        return chosen

    @property
    def _which(self) -> str:
        return str(SurveyRefusal.WHICH_DEPARTMENTS.label) % {"most": rules.MOST_DEPARTMENTS}

    @property
    def named(self) -> dict[int, str]:
        """Return the chosen departments, name by number."""
        return {int(key): self.rateable[int(key)] for key in self.cleaned_data["departments"]}


@dataclass(frozen=True)
class Page:
    """Some questions on one card: those about a department stand under its name."""

    title: str
    fields: Sequence[forms.BoundField]


class AnswerForm(forms.Form):
    """The frozen items of a wave as one side reads them, in the order of one token.

    Ratings are optional: an item may be skipped, and "I can't judge" is an answer of its own.
    What is asked per department comes once for each of `departments`, name by number.
    """

    def __init__(
        self,
        *args: Any,
        items: Sequence[Mapping[str, Any]],
        side: str,
        token: str = "",
        departments: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pages: list[tuple[str, list[str]]] = []
        once = [item for item in items if not item.get("is_per_department")]
        for block in sorted({item["block"] for item in once}):
            self._add_page(token, side, [item for item in once if item["block"] == block])
        about = [item for item in items if item.get("is_per_department")]
        for key, name in (departments or {}).items() if about else ():
            self._add_page(token, side, about, name, f"_{key}")

    def _add_page(
        self, token: str, side: str, items: Sequence[Mapping[str, Any]], title: str = "", ending: str = ""
    ) -> None:
        here = {item["construct"]: item for item in items}
        order = rules.in_order_of(token, here) if token else list(here)
        self.pages.append((title, [f"{construct}{ending}" for construct in order]))
        for construct in order:
            self.fields[f"{construct}{ending}"] = _field(here[construct], side)

    @property
    def blocks(self) -> list[Page]:
        """Return the fields page by page."""
        return [Page(title, [self[name] for name in names]) for title, names in self.pages]

    @property
    def answers(self) -> dict[str, Answer]:
        """Return what was answered once; an item that was skipped is missing."""
        return {name: answer for name, answer in self._given.items() if "_" not in name}

    @property
    def ratings(self) -> dict[int, dict[str, Answer]]:
        """Return what was answered for each department."""
        found: dict[int, dict[str, Answer]] = {}
        for name, answer in self._given.items():
            construct, _sign, department = name.partition("_")
            if department:
                found.setdefault(int(department), {})[construct] = answer
        return found

    @property
    def _given(self) -> dict[str, Answer]:
        given = {key: value for key, value in self.cleaned_data.items() if value not in ("", [])}
        return {key: _answer(self.fields[key], value) for key, value in given.items()}


def preview_form(items: Sequence[Mapping[str, Any]], side: str) -> AnswerForm:
    """Return the form as a side reads it, with one department for an example."""
    return AnswerForm(items=items, side=side, departments={0: gettext("A department you work with")})


def _field(item: Mapping[str, Any], side: str) -> forms.Field:
    text, scale = wordings.shown(item, side), item["scale"]
    if scale == ItemScale.COMMENT:
        return _comment(text)
    if scale == ItemScale.CHOICES:
        return forms.MultipleChoiceField(
            label=text,
            required=False,
            choices=[(str(place), option) for place, option in enumerate(wordings.options_of(item))],
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        label=text,
        required=False,
        choices=[*_choices(scale), (CANT_JUDGE, _("I can't judge"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )


def _choices(scale: str) -> list[tuple[str, str]]:
    worded: dict[ItemScale, Mapping[int, Any]] = {
        ItemScale.AGREEMENT: dict(Agreement.choices),
        ItemScale.FREQUENCY: dict(Frequency.choices),
        ItemScale.SHARE: {value: gettext("%(n)s%%") % {"n": value} for value in rules.SCALES[ItemScale.SHARE]},
        ItemScale.YES_NO: {1: _("Yes"), 0: _("No")},
    }
    labels = worded.get(ItemScale(scale), {value: value for value in rules.SCALES[scale]})
    return [(str(value), label) for value, label in labels.items()]


def _comment(text: str) -> forms.Field:
    limit = {"limit": rules.COMMENT_LIMIT}
    return forms.CharField(
        label=text,
        required=False,
        max_length=rules.COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Please name nobody."),
        error_messages={"max_length": _("Please keep the comment under %(limit)s characters.") % limit},
    )


def _answer(field: forms.Field, value: Any) -> Answer:
    if isinstance(field, forms.MultipleChoiceField):
        return [int(place) for place in value]
    if isinstance(field, forms.ChoiceField):
        return None if value == CANT_JUDGE else int(value)
    return str(value)


class PlanForm(forms.Form):
    """What a lead expects of a survey. Shares are typed in per cent."""

    before = forms.IntegerField(label=_("Business people who agree now, per cent"), min_value=1, max_value=99)
    change = forms.IntegerField(label=_("Hoped-for change, points"), min_value=-90, max_value=90)
    business = forms.IntegerField(label=_("People in the business"), min_value=1, max_value=1_000_000)
    it = forms.IntegerField(label=_("People in IT"), min_value=1, max_value=1_000_000)
    it_before = forms.IntegerField(label=_("IT people who agree now, per cent"), min_value=1, max_value=99)
    response = forms.IntegerField(label=_("Expected response rate, per cent"), min_value=1, max_value=100)
    departments = forms.IntegerField(label=_("Business departments"), min_value=1, max_value=10_000)
    is_linked = forms.BooleanField(
        label=_("The same people answer both times"),
        required=False,
        help_text=_("Answers are linked by a code. Whoever answers once only counts in the other way."),
    )
    against = forms.IntegerField(
        label=_("People who stop agreeing meanwhile, per cent"),
        min_value=1,
        max_value=45,
        help_text=_("Counts for linked answers only. Some always change their minds the other way."),
    )
    icc = forms.DecimalField(
        label=_("How alike colleagues answer (ICC)"),
        min_value=0,
        max_value=1,
        decimal_places=2,
        help_text=_("0.05 is usual. More means that each further answer of a department says less."),
    )

    PERCENT = ("before", "change", "it_before", "response", "against")

    def __init__(self, data: Mapping[str, Any] | None, *, start: Mapping[str, Any]) -> None:
        self.start = dict(start)
        shown = {name: round(100 * value) if name in self.PERCENT else value for name, value in start.items()}
        super().__init__(data, initial=shown)

    def clean(self) -> dict[str, Any]:
        """Refuse a change that ends below nobody or above everybody, or is none."""
        cleaned = super().clean() or {}
        before, change = cleaned.get("before"), cleaned.get("change")
        if before is not None and change is not None and (change == 0 or not 0 < before + change < 100):
            self.add_error("change", _("Choose a change that ends between 1 and 99 per cent."))
        return cleaned

    @property
    def plan(self) -> Plan:
        """Return the plan that was typed in, or the one the page starts with."""
        if not self.is_bound:
            return Plan(**self.start)
        given = dict(self.cleaned_data) | {"icc": float(self.cleaned_data["icc"])}
        return Plan(**{name: value / 100 if name in self.PERCENT else value for name, value in given.items()})
