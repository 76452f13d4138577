"""Input of the concerns room."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.cohorts.widgets import DateInput
from programs.concerns.choices import ConcernTopic, Outcome
from programs.concerns.models import Concern
from programs.people.models import Person

BY_NAME = [
    ("no", _("Without my name")),
    ("yes", _("With my name")),
]


def _words(label: Any, *, most: int = 2000, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class RaiseForm(forms.Form):
    """A concern, about what, and whether with a name."""

    program = forms.ModelChoiceField(Program.objects.all(), label=_("Programme"), empty_label=None)
    text = _words(_("What worries you?"), help_text=_("Leave out names and details that point at you or others."))
    topic = forms.ChoiceField(label=_("About"), choices=ConcernTopic.choices, initial=ConcernTopic.OTHER)
    named = forms.ChoiceField(
        label=_("Who is asking?"),
        choices=BY_NAME,
        initial="no",
        widget=forms.RadioSelect,
        help_text=_("Your name would be seen by the programme leads and whoever answers, not on the page."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = list(Program.objects.all()[:2])
        if len(programs) == 1:
            self.fields["program"].widget = forms.HiddenInput()
            self.initial.setdefault("program", programs[0].pk)


class TokenForm(forms.Form):
    """The reply token of a concern."""

    token = forms.CharField(
        label=_("Reply token"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReplyForm(forms.Form):
    """A line to the other side."""

    text = _words(_("Your reply"), rows=3)


class TakeOnForm(forms.Form):
    """Who answers, until when."""

    owner = forms.ModelChoiceField(Person.objects.filter(is_active=True), label=_("Who answers"))
    due_on = forms.DateField(label=_("Answer until"), widget=DateInput())


class AnswerForm(forms.Form):
    """The answer that everybody reads."""

    answer = _words(_("Answer for everybody"), most=4000, rows=5)


class MergeForm(forms.Form):
    """Which concern speaks for this one too."""

    into = forms.ModelChoiceField(Concern.objects.none(), label=_("The same as"))

    def __init__(self, *args: Any, targets: QuerySet[Concern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Concern]", self.fields["into"]).queryset = targets


class HoldForm(forms.Form):
    """Why a concern is kept off the list."""

    because = forms.CharField(
        label=_("Why it is not listed"),
        max_length=500,
        help_text=_("Whoever raised it reads this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ConsultationForm(forms.Form):
    """A draft to be commented on."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = _words(_("The draft"), most=8000, rows=12)
    closes_on = forms.DateField(label=_("Comments until"), widget=DateInput())


class RemarkForm(forms.Form):
    """A comment on a draft."""

    text = _words(_("Your comment"))
    named = forms.ChoiceField(label=_("Who is asking?"), choices=BY_NAME, initial="yes", widget=forms.RadioSelect)


class ChangeForm(forms.Form):
    """What came of a concern or a comment."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Outcome.choices, initial=Outcome.CHANGED, widget=forms.RadioSelect
    )
    text = _words(_("What you did, and why"))
    on = forms.DateField(label=_("Date"), widget=DateInput())
