"""The README tells the truth about the configuration."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_environment_variable_is_listed_with_its_meaning():
    read = {
        name for path in ROOT.glob("exchange/*.py") for name in re.findall(r'"(EXCHANGE_[A-Z_]+)"', path.read_text())
    }
    listed = set(re.findall(r"^\| `(EXCHANGE_[A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.M))

    assert listed == read
