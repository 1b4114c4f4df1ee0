"""Posts as they come in: from a pasted text or a file in any encoding, counted before anything is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aidtrack.errors import RuleBroken
from aidtrack.posts.pasting import LONGEST_POST, MOST_POSTS, MOST_TEXT, Pasted, from_file, from_text, moment

TWO = 'text;posted_at;link\nxin gạo 0952111222;12/8/2021 19:40;fb.com/1\n"hai\ndòng";;\n'


def test_posts_are_parted_by_lines_of_dashes() -> None:
    assert [post.text for post in from_text("một\n---\nhai\nba\n\n=====\n")] == ["một", "hai\nba"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_file_of_posts_is_read_in_any_encoding_with_any_separator(encoding: str, separator: str) -> None:
    text = TWO.replace(";", separator)
    data = (
        text.replace("ạ", "a\u0323").replace("ò", "o\u0300").encode("cp1258")
        if encoding == "cp1258"
        else text.encode(encoding)
    )
    first, second = from_file(data)
    assert first == Pasted("xin gạo 0952111222", datetime(2021, 8, 12, 12, 40, tzinfo=UTC), "fb.com/1")
    assert second == Pasted("hai\ndòng")


def test_commas_inside_of_posts_do_not_part_them() -> None:
    data = "nội dung;ngày đăng\nxin gạo, mì, rau, trứng, sữa;12/8/2021\n".encode()
    assert [post.text for post in from_file(data)] == ["xin gạo, mì, rau, trứng, sữa"]


def test_a_file_may_be_a_bare_list_of_posts_or_name_its_columns_in_vietnamese() -> None:
    assert [post.text for post in from_file("xin gạo, mì\ncần sữa\n".encode())] == ["xin gạo, mì", "cần sữa"]
    titled = "Nhóm,Nội dung,Ngày đăng\nfb.com/g,xin gạo,2021-08-12T19:40:00+07:00\n".encode()
    assert from_file(titled)[0] == Pasted("xin gạo", datetime(2021, 8, 12, 12, 40, tzinfo=UTC), "fb.com/g")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2021-08-12T19:40:00+07:00", "2021-08-12T19:40:00+07:00"),
        ("2021-08-12 19:40", "2021-08-12T19:40:00+07:00"),
        ("12/8/2021", "2021-08-12T00:00:00+07:00"),
        ("19h40 ngày 12/8/2021", "2021-08-12T19:40:00+07:00"),
        ("lúc 7h, 12/8/2021", "2021-08-12T07:00:00+07:00"),
        ("hôm qua", None),
        ("12/8/1021", None),
        ("99:99 12/8/2021", None),
        ("", None),
    ],
)
def test_the_moment_of_a_post_is_read_as_exports_and_people_write_it(written: str, told: str | None) -> None:
    found = moment(written)
    assert (found and found.isoformat()) == told


def test_the_same_post_has_the_same_digest_however_it_was_copied() -> None:
    same = ["Xin gạo 🙏 0952.111.222", "xin  gao 0952 111 222", "XIN GẠO!\n0952111222"]
    assert len({Pasted(text).digest for text in same}) == 1
    assert len({Pasted(text).digest for text in ("xin gạo", "xin gạo 2")}) == 2
    assert len(from_text("xin gạo\n---\nXIN GẠO\n---\n🙏")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste at least one post"),
        ("\n--\n\u200b\x00 \n", "Paste at least one post"),
        ("\n---\n".join(f"bài {n}" for n in range(MOST_POSTS + 1)), "These are 201 posts"),
        ("x" * (LONGEST_POST + 1), "Post no. 1 has 10001 characters"),
        ("a\n\n" * 30_000, "These are 30000 posts|These are 29999 posts"),
        ("x" * 1_000_000, f"This text has 1000000 characters; at most {MOST_TEXT}"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refusal:
        from_text(text)
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Paste at least one post"),
        (b"PK\x03\x04 a workbook", "no file of text"),
        (b"%PDF-1.4", "no file of text"),
        (b"a,b\nc,d\n", "no column for the text"),
        (b"x" * 1_000_001, "larger than 1000 KB"),
        (b"\n".join(b"%d " % n + b"x" * 9_000 for n in range(30)), "characters; at most 200000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refusal:
        from_file(data)
    assert refusal.value.field == "file"


def test_control_characters_are_dropped() -> None:
    assert from_text("xin\x00 g\x07ạo\u202e 0952\u200b111222")[0].text == "xin gạo 0952111222"
