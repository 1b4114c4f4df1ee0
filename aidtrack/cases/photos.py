"""A photo as it is kept: drawn anew, small, turned upright, with nothing in it but what is seen.

What comes in is read by three decoders only, and never beyond a number of pixels; what goes out is always
a JPEG without EXIF, place, comment or colour profile, because nothing of the old file is carried over.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 1_600
THUMBNAIL_SIDE = 320
READ = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = {"JPEG": 50_000_000}
"""A JPEG is drawn smaller while it is read; of the others all pixels must be held at once."""
MOST_PIXELS_ELSE = 25_000_000

_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


@dataclass(frozen=True)
class Photo:
    """A photo ready to be kept: two JPEGs, the size of the large one, and its digest."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256 of what is kept, in hex."""
        return sha256(self.jpeg).hexdigest()


def prepared(data: bytes) -> Photo:
    """The photo made new out of an upload; RuleBroken (field "photos") says what to do if it is none."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(
            N_("This photo has more than {most} MB. Send a smaller one, or a screenshot of it."),
            field="photos",
            most=MOST_BYTES // 1024**2,
        )
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise RuleBroken(
            N_(
                "This is a HEIC photo. Set the camera to “Most compatible” (JPEG), or send a screenshot"
                " of it."
            ),
            field="photos",
        )
    whole = _read(data)
    small = whole.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Photo(_jpeg(whole), _jpeg(small), whole.width, whole.height)


def _read(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is lower than the one that warns
            with Image.open(BytesIO(data), formats=READ) as found:
                _refuse_too_large(found)
                return _upright(found)
    except UnidentifiedImageError:
        raise RuleBroken(N_("This is no photo. Send a JPEG, PNG or WebP."), field="photos") from None
    except Image.DecompressionBombError:
        raise _too_large(MOST_PIXELS_ELSE) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise RuleBroken(N_("This photo is damaged. Take it again."), field="photos") from None


def _refuse_too_large(found: Image.Image) -> None:
    most = MOST_PIXELS.get(found.format or "", MOST_PIXELS_ELSE)
    if found.width * found.height > most:
        raise _too_large(most)


def _too_large(most: int) -> RuleBroken:
    said = N_("This photo has more than {most} million pixels. Send a smaller one.")
    return RuleBroken(said, field="photos", most=most // 1_000_000)


def _upright(found: Image.Image) -> Image.Image:
    """The pixels alone: turned as the camera was held, on white, no longer than the longest side."""
    if found.format == "JPEG":
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(found)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    seen = turned.convert("RGBA") if turned.has_transparency_data else turned.convert("RGB")
    fresh = Image.new("RGB", seen.size, "white")
    fresh.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    return fresh


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
