"""Photos: what is kept is small, upright and says nothing but what is seen; what is no photo is refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from aidtrack.cases import photo_files
from aidtrack.cases.photos import LONGEST_SIDE, MOST_BYTES, THUMBNAIL_SIDE, prepared
from aidtrack.errors import NotFound, RuleBroken

ORIENTATION, MAKE, GPS, LATITUDE_REF, LATITUDE = 0x0112, 0x010F, 0x8825, 1, 2


def told(size: tuple[int, int] = (2400, 1200), kind: str = "JPEG", **more: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def from_a_phone(orientation: int) -> bytes:
    """A photo as phones write it: held askew, with the maker's name, the place, a comment and XMP."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "GiauTen Phone"
    exif.get_ifd(GPS)[LATITUDE_REF], exif.get_ifd(GPS)[LATITUDE] = "N", (20.0, 52.0, 41.0)
    return told(exif=exif, comment=b"ngo 108 De La Thanh", xmp=b"<x:xmpmeta>GiauTen</x:xmpmeta>")


def test_place_maker_and_comment_are_gone_from_what_a_phone_sends() -> None:
    sent = from_a_phone(6)
    for secret in (b"GiauTen", b"De La Thanh", b"Exif"):
        assert secret in sent, "the test's own photo holds what must go"
    kept = prepared(sent)
    for jpeg in (kept.jpeg, kept.thumbnail):
        for secret in (b"GiauTen", b"De La Thanh", b"Exif", b"xmpmeta", b"ICC_PROFILE"):
            assert secret not in jpeg
        assert not Image.open(BytesIO(jpeg)).getexif()


@pytest.mark.parametrize(
    ("orientation", "size", "first"),
    [(1, (1600, 800), "red"), (3, (1600, 800), "blue"), (6, (800, 1600), "red"), (8, (800, 1600), "blue")],
)
def test_a_photo_is_turned_as_the_camera_was_held(
    orientation: int, size: tuple[int, int], first: str
) -> None:
    kept = prepared(from_a_phone(orientation))
    assert (kept.width, kept.height) == size
    seen = Image.open(BytesIO(kept.jpeg))
    red, _green, blue = seen.getpixel((20, 20))  # type: ignore[misc]
    assert ("red" if red > blue else "blue") == first


def test_a_photo_is_no_longer_than_its_longest_side_and_never_made_larger() -> None:
    assert prepared(told((3300, 2000))).width == LONGEST_SIDE
    small = prepared(told((300, 200)))
    assert (small.width, small.height) == (300, 200)
    assert max(Image.open(BytesIO(prepared(told()).thumbnail)).size) == THUMBNAIL_SIDE


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_pictures_become_jpegs(kind: str) -> None:
    assert prepared(told((640, 480), kind)).jpeg.startswith(b"\xff\xd8\xff")


def test_what_is_seen_through_becomes_white() -> None:
    clear, out = Image.new("RGBA", (50, 50), (0, 0, 0, 0)), BytesIO()
    clear.save(out, "PNG")
    pixel = Image.open(BytesIO(prepared(out.getvalue()).jpeg)).getpixel((5, 5))
    assert min(pixel) > 250  # type: ignore[type-var, arg-type]


def a_bomb(width: int, height: int) -> bytes:
    """A PNG that promises more pixels than anybody should draw, in a few hundred bytes."""

    def part(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "no photo"),
        (b"%PDF-1.7 and so on", "no photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no photo"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "HEIC"),
        (told((640, 480), "GIF"), "no photo"),
        (told((640, 480))[:2000], "damaged"),
        (told((640, 480), "PNG")[:400], "damaged"),
        (b"\xff\xd8\xff" + b"\x00" * (MOST_BYTES + 1), "10 MB"),
        (a_bomb(60_000, 60_000), "million pixels"),
        (a_bomb(6_000, 6_000), "more than 25 million pixels"),
    ],
    ids=["empty", "pdf", "svg", "heic", "gif", "cut-jpeg", "cut-png", "heavy", "bomb", "large"],
)
def test_what_is_no_usable_photo_is_refused_with_its_remedy(sent: bytes, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refused:
        prepared(sent)
    assert refused.value.field == "photos"


def test_files_of_photos_are_private_whole_and_gone_when_erased(tmp_path: Path) -> None:
    folder, name = tmp_path / "photos", photo_files.new_name()
    photo_files.keep(folder, name, prepared(told()))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in photo_files.files(folder)] == [0o600, 0o600]
    assert len(photo_files.read(folder, name)) > len(photo_files.read(folder, name, small=True)) > 0
    photo_files.erase(folder, name)
    assert list(folder.iterdir()) == []
    for gone in (name, "../../aidtrack", ""):
        with pytest.raises(NotFound):
            photo_files.read(folder, gone)
    with pytest.raises(ValueError):
        photo_files.write(folder, "../evil.jpg", b"")
