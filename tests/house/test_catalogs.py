"""Every sentence is there in every language, with the same places to fill."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLURALS = {"de": 2, "fr": 2, "es": 2, "ar": 6}
PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")


def _catalog(language):
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    """What the code asks to be translated, collected afresh by gettext."""
    if not shutil.which("xgettext"):
        pytest.fail("Collecting messages needs gettext (Debian: apt-get install gettext).")
    folder = tmp_path_factory.mktemp("tree")
    for name in ("programs", "exchange", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (folder / "locale" / "xx" / "LC_MESSAGES").mkdir(parents=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "xx", "--no-location"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"})
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(folder / "locale/xx/LC_MESSAGES/django.po"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_has_every_sentence(language, sentences):
    there = {(entry.msgctxt, entry.msgid) for entry in _catalog(language) if not entry.obsolete}

    assert sentences - there == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_is_complete(language):
    catalog = _catalog(language)

    assert [entry.msgid for entry in catalog.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalog.untranslated_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_fills_the_same_places(language):
    wrong = []
    for entry in _catalog(language).translated_entries():
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        wanted = set(PLACES.findall(entry.msgid + (entry.msgid_plural or "")))
        for text in texts:
            found = set(PLACES.findall(text))
            # A plural form may leave its number out ("one visit"), nothing else.
            missing = wanted - found if not entry.msgid_plural else set()
            if found - wanted or missing:
                wrong.append((entry.msgid, text))

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_has_every_plural(language):
    plurals = [entry for entry in _catalog(language).translated_entries() if entry.msgid_plural]

    assert [entry.msgid for entry in plurals if len(entry.msgstr_plural) != PLURALS[language]] == []
