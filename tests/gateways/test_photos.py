import io
import struct
import zlib

import pytest
from PIL import Image

from programs.gateways import photos
from tests.factories.journals import photo_bytes

MEGABYTES = 12_000_000


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_clean_leaves_no_metadata(form):
    content = photo_bytes(form=form)

    found = photos.clean(content, most_bytes=MEGABYTES)

    image = Image.open(io.BytesIO(found.jpeg))
    assert b"Secret Camera" in content
    assert b"Secret Camera" not in found.jpeg
    assert (image.format, dict(image.getexif()), image.info.get("comment")) == ("JPEG", {}, None)


def test_clean_turns_photos_upright_and_makes_them_small():
    found = photos.clean(photo_bytes((4000, 3000), turned=6), most_bytes=MEGABYTES)

    assert (found.width, found.height) == (1200, 1600)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0 not a photo", photo_bytes()[:500], b"%PDF-1.7"]
)
def test_clean_refuses_what_is_no_photo(content):
    with pytest.raises(photos.NotAPhoto):
        photos.clean(content, most_bytes=MEGABYTES)


def test_clean_refuses_large_files_before_unpacking_them():
    with pytest.raises(photos.TooLarge):
        photos.clean(photo_bytes(), most_bytes=100)
    with pytest.raises(photos.TooLarge):
        photos.clean(_bomb(30_000, 30_000), most_bytes=MEGABYTES)


def _bomb(width, height):
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
