"""What people set for themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.people import actions, queries
from programs.people.choices import Theme
from programs.people.forms import SettingsForm
from programs.people.models import Person
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """Show what the company's directory says about the reader, and change how they read."""
    person = queries.in_full(Person.objects.all()).get(pk=request.user.pk)
    form = SettingsForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.change_settings(
            person,
            language=form.cleaned_data["language"],
            time_zone=form.cleaned_data["time_zone"],
            theme=Theme(form.cleaned_data["theme"]),
            by=request.user,
            at=timezone.now(),
        )
        with translation.override(person.language):
            messages.success(request, _("Your settings are saved."))
        return redirect("people:settings")
    return render(request, "people/settings.html", {"form": form, "person": person})
