"""The Django admin of an installation: our own rows only, and the same sign-in as everywhere."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse


class AdminSite(admin.AdminSite):
    """Shows what `programs.admin` registers and nothing that libraries register by themselves:
    allauth's would show second factors and tokens, and allow to change addresses unseen.
    """

    def register(
        self, model_or_iterable: type[Model] | Iterable[type[Model]], admin_class: Any = None, **options: Any
    ) -> None:
        """Register the models of `programs` and leave out all others."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label == "programs"]
        super().register(ours, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the one sign-in page, with its limits and its second factor."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context=extra_context)
        return answer
