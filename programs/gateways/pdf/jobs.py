"""What a PDF is made of, as plain values that cross to the child process as JSON."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


class PdfFailed(Exception):
    """The document could not be made; the text says why, for the log and for a lead."""


class PdfUnavailable(PdfFailed):
    """This machine lacks what every PDF needs (Pango); the text holds the command that mends it."""


@dataclass(frozen=True)
class Asset:
    """A file that the document may name, `chart:gap` for instance."""

    content: bytes
    mime: str = "image/svg+xml"


@dataclass(frozen=True)
class FontFace:
    """A font file of this machine that the document's family is set in, by weight."""

    weight: int
    path: Path


@dataclass(frozen=True)
class PdfJob:
    """One document. `html` is a whole page with `lang` and `<title>`; `css` its style sheet.

    `assets` are the only addresses that HTML and CSS can load. `family` is the name that the
    style sheet gives to `fonts`; it must not be the name of an installed family.
    """

    html: str
    css: str
    family: str = ""
    fonts: tuple[FontFace, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    max_pages: int = 200

    def to_json(self) -> str:
        """Write the job for the child."""
        return json.dumps(
            {
                "html": self.html,
                "css": self.css,
                "family": self.family,
                "fonts": [[face.weight, str(face.path)] for face in self.fonts],
                "assets": {
                    name: [asset.mime, base64.b64encode(asset.content).decode()] for name, asset in self.assets.items()
                },
                "max_pages": self.max_pages,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        values = json.loads(text)
        values["fonts"] = tuple(FontFace(weight, Path(path)) for weight, path in values["fonts"])
        values["assets"] = {
            name: Asset(base64.b64decode(content), mime) for name, (mime, content) in values["assets"].items()
        }
        return cls(**values)
