"""Translations without gettext: .po files in, .mo files out."""

from pathlib import Path

import polib


def compile_catalogs(folder: Path) -> list[Path]:
    """Write the .mo file beside every .po file under `folder` that is newer than it; return them.

    Raises OSError with polib's words for a file that can't be read.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written
