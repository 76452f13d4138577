"""What a PDF is made of, as plain values that cross to the child process as JSON."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self


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
    style sheet gives to `fonts`; it must not be the name of an installed family. `may_be_bound`
    says that neighbours may be laid out with it: it has no links, anchors or numbers of pages.
    """

    html: str
    css: str
    family: str = ""
    fonts: tuple[FontFace, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    max_pages: int = 200
    may_be_bound: bool = False

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
                "may_be_bound": self.may_be_bound,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        return cls._from_values(json.loads(text))

    @classmethod
    def all_from_json(cls, text: str) -> list[Self]:
        """Read a list of what `to_json` wrote."""
        return [cls._from_values(values) for values in json.loads(text)]

    @classmethod
    def _from_values(cls, values: dict[str, Any]) -> Self:
        values["fonts"] = tuple(FontFace(weight, Path(path)) for weight, path in values["fonts"])
        values["assets"] = {
            name: Asset(base64.b64decode(content), mime) for name, (mime, content) in values["assets"].items()
        }
        return cls(**values)
