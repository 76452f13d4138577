"""Files that people add to their journals."""

import io

from PIL import Image


def photo_bytes(size=(400, 300), form="JPEG", *, camera="Secret Camera 9", turned=1) -> bytes:
    """A photo with metadata: the camera, where it was taken, and how it was held."""
    exif = Image.Exif()
    exif[0x0110] = camera
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[2] = (53.0, 33.0, 4.0)
    out = io.BytesIO()
    Image.new("RGB", size, "steelblue").save(out, form, exif=exif)
    return out.getvalue()
