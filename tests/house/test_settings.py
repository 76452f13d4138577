"""An installation without its keys doesn't start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("missing", ["EXCHANGE_SECRET_KEY", "EXCHANGE_FIELD_KEYS", "EXCHANGE_LINK_KEY"])
def test_settings_name_the_key_that_is_missing(missing):
    environment = {name: value for name, value in os.environ.items() if name != missing}

    started = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert started.returncode != 0
    assert missing in started.stderr.splitlines()[-1]
