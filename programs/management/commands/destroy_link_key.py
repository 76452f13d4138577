"""`manage.py destroy_link_key PROGRAMME`: after the last wave, nobody can find out whose answers are whose."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.cohorts.models import Program
from programs.core.refusals import RuleBroken
from programs.surveys import linking


class Command(BaseCommand):
    help = "Destroy, for ever, the key that links the survey answers of a programme to people. Figures stand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("program", help="the programme's name or number")
        parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would happen")

    def handle(self, *, program: str, yes: bool, **options: Any) -> None:
        found = Program.objects.filter(pk=int(program)) if program.isdecimal() else Program.objects.filter(name=program)
        chosen = found.first()
        if chosen is None:
            raise CommandError(f"There is no programme {program!r}.")
        if not yes:
            self.stdout.write(f"Would destroy the link key of {chosen}. Nothing was done; add --yes to do it.")
            return
        try:
            count = linking.destroy_link_key(program=chosen, by=None, at=timezone.now(), today=timezone.localdate())
        except RuleBroken as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Destroyed. {count} answers of {chosen} can't be linked to anyone any more.")
