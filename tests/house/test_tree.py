"""The tree itself: names and places that the house promises."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BANNED = {"utils", "helpers", "common", "services", "mixins"}


def test_no_junk_drawers():
    modules = {path.stem for path in (ROOT / "programs").rglob("*.py")} | {
        path.name for path in (ROOT / "programs").rglob("*") if path.is_dir()
    }

    assert not modules & BANNED
