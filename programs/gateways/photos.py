"""The door to photos: what people upload becomes a small JPEG without metadata."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
QUALITY = 82


class NotAPhoto(Exception):
    """The file can't be read as one of `FORMATS`, whatever its name says."""


class TooLarge(NotAPhoto):
    """The file has too many bytes or too many pixels."""


@dataclass(frozen=True)
class Clean:
    """A JPEG with its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def clean(content: bytes, *, most_bytes: int) -> Clean:
    """Return the photo turned upright, at most 1,600 pixels long, and without any metadata.

    The pixels are drawn anew, so place, camera, time and thumbnails of the file are gone.
    The size is read from the header before any pixel is unpacked. Raises NotAPhoto or TooLarge.
    """
    if len(content) > most_bytes:
        raise TooLarge
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise TooLarge
            image.load()
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPhoto from error
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Clean(out.getvalue(), page.width, page.height)


PORTRAIT_SIDE = 320


def portrait(content: bytes, *, most_bytes: int) -> bytes:
    """Return a photo as a small square JPEG, cut around a third from its top, where faces are.

    Raises NotAPhoto or TooLarge.
    """
    whole = Image.open(io.BytesIO(clean(content, most_bytes=most_bytes).jpeg))
    square = ImageOps.fit(whole, (PORTRAIT_SIDE, PORTRAIT_SIDE), centering=(0.5, 0.33))
    out = io.BytesIO()
    square.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
