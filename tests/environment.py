"""The environment that tests run in, set before the settings are read (`-p tests.environment`)."""

import os

import django

os.environ.pop("EXCHANGE_DEMO", None)
os.environ.setdefault("EXCHANGE_SECRET_KEY", "tests-only-" + "0" * 60)
TASKS = "django.tasks" if django.VERSION >= (6, 0) else "django_tasks"
os.environ.setdefault("EXCHANGE_TASKS", f"{TASKS}.backends.immediate.ImmediateBackend")
os.environ.setdefault("EXCHANGE_FIELD_KEYS", "tests:dGVzdHMgb25seSBmaWVsZCBrZXkgMzIgYnl0ZXMgbG8=")
os.environ.setdefault("EXCHANGE_LINK_KEY", "tests only link key")
