"""The environment that tests run in, set before the settings are read (`-p tests.environment`)."""

import os

os.environ.pop("EXCHANGE_DEMO", None)
os.environ.setdefault("EXCHANGE_SECRET_KEY", "tests-only-" + "0" * 60)
os.environ.setdefault("EXCHANGE_TASKS", "django_tasks.backends.immediate.ImmediateBackend")
os.environ.setdefault("EXCHANGE_FIELD_KEYS", "tests:dGVzdHMgb25seSBmaWVsZCBrZXkgMzIgYnl0ZXMgbG8=")
os.environ.setdefault("EXCHANGE_LINK_KEY", "tests only link key")
