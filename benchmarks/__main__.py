"""Run the benchmarks: `python -m benchmarks [ROOM…]` prints one JSON line per figure."""

import importlib
import json
import os
import pkgutil
import sys

import django

import benchmarks


def main() -> None:
    """Run the named benchmarks, or all, and print what they yield."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
    django.setup()
    names = sys.argv[1:] or sorted(
        module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")
    )
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        for figure in importlib.import_module(f"benchmarks.{name}").run():
            print(json.dumps(figure), flush=True)


main()
