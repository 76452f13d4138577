"""Compile the translations."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from exchange.catalogs import compile_catalogs


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po without gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for target in compile_catalogs(folder):
                self.stdout.write(f"{target}")
