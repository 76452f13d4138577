"""Make the demo company, or name its accounts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from programs.demo import build, company


class Command(BaseCommand):
    help = "Fill an empty database with the demo company; does nothing if it is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="print one sign-in per role and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has known passwords: it is made only with EXCHANGE_DEMO=1.")
        if options["accounts"]:
            self.stdout.write(f"\nEveryone's password is: {company.PASSWORD}\n")
            for key, role in company.ROLES.items():
                self.stdout.write(f"  {key + '@' + company.DOMAIN:<28} {role}")
            return
        if build.is_built():
            self.stdout.write("The demo company is already there.")
            return
        build.build(today=timezone.localdate(), say=self.stdout.write)
