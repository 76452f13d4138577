"""`manage.py work`: background jobs, the outbox, and what happens by itself each minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from programs.gateways.jobs import Worker
from programs.home import tasks


class Command(BaseCommand):
    help = "Run background jobs, send the outbox and tick each minute, until SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-idle", action="store_true", help="end when nothing is left to do")
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks (default: 1)")

    def handle(self, *, until_idle: bool, interval: float, **options: Any) -> None:
        worker = Worker(each_pass=tasks.EACH_PASS, each_minute=tasks.EACH_MINUTE, interval=interval)
        worker.stop_on_signals()
        worker.run(until_idle=until_idle)
