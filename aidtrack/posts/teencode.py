"""Short forms of chats and groups, each with what it stands for; one table, read by the letter.

A short form that has several meanings is decided by what stands beside it: "k" is "không", but
behind a number a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TABLE = """
không: ko k hok hong hông hem hk kh khum kô khg hổng hăm koh kông hôg khôg
được: dc đc đx đuọc đựơc đựoc dươc đươc đượ đưọc dcc đcc đươck
với: vs vớj zới dới vơi
vậy: z zậy dzậy zay
gì: j gj gif ji
mọi người: mn mng m.n mngừi mọi.ng mnguoi mngười mnn mụi.ng
anh em: ae aem a.e
chị em: c.e
anh chị em: ace a.c.e acem
anh chị: ac a.c
các bác: cbac
em: e iem
anh: a ah
chị: c cj chj chỵ ch
vợ: vk vk.
chồng: ck
vợ chồng: vc v.c vck vkck vợck
bố mẹ: bme b.mẹ bmẹ bm
người: ng ngừi ngưòi ngươi ngừoi nguời ngườj ngui
người ta: nta ngta
nhưng: nhg nhưg nhug
cũng: cg cx cũg cug
trước: trc trk trưoc
rồi: r rùi rui ròi rồii ruj rồu
làm: lm lèm
bây giờ: bjo bh bgio bgiờ bây.h bg
giờ: h jo
hôm: hum
quá: qá wá qa wa quớ
thôi: thui thoi thuj
biết: bít bit bik bjt bjk biêt
chưa: chx chư
mình: mk mik mih mìh mìk mjh mềnh
nữa: nx nũa nưã
nhiều: nhìu nhiu nhju
nước: nc nươc nuoc
sinh viên: sv svien
học sinh: hs hsinh
công ty: cty cti c.ty
công nhân: cnhan c.nhân
bệnh viện: bv bviện b.viện bvien
bệnh nhân: bnhan b.nhân bnhân
hà nội: hn hnoi hnội
điện thoại: đt đthoại dthoai
địa chỉ: đchi đ.chỉ dchi
số điện thoại: sđt sdt sđth sdth sodt sốđt
liên hệ: lh lhe liênhệ lhệ
giúp: zúp dúp júp zup dup jup giúpp
giùm: dùm zùm jum
thế: thê thea
như thế nào: ntn
tháng: thág
ngày: ngy ngàu
gia đình: gđ gđinh giađình g.đ gđình gdinh
trường hợp: thợp t.hợp
hoàn cảnh: hcanh hoàncảnh h.cảnh
khó khăn: kk khókhăn kkhan k.khăn kkhăn
hỗ trợ: htro hỗtrợ h.trợ htrợ hotro htrơ
cảm ơn: thx thks tk tks thanks thank tnks tkss camon c.ơn c.on thanh.kiu cmon cảmơn cám.ơn
mẹ: mek
con: kon
cháu: chá
bị: bj
đi: đj
đang: đag dg đg dag
phòng: fong fòng phog
phường: fường fuong phườg phg phừơng phừong
điều kiện: đkiện
thất nghiệp: tnghiệp thấtngiệp
nghỉ việc: ngỉ.việc
không có: khco
số nhà: sn
cách ly: cly cáchly
xét nghiệm: xn xnghiem xnghiệm
khẩu trang: ktrang
triệu: tr trịu
yêu cầu: ycau y/c
thông tin: ttin thôg.tin
chung cư: ccu
luôn: lun luon
những: nhữg nhửg
tiền: tìn xiền
"""

_FORMS: Mapping[str, str] = {
    form: meant.strip()
    for meant, _, forms in (line.partition(":") for line in _TABLE.strip().splitlines())
    for form in forms.split()
}

_AFTER_NUMBER: Mapping[str, str] = {
    "k": "nghìn",
    "h": "giờ",
    "t": "tuổi",
    "n": "người",
    "ng": "người",
    "tr": "triệu",
    "e": "em",
    "đ": "đồng",
    "m": "m",
    "g": "g",
    "cn": "công nhân",
    "nk": "nhân khẩu",
    "th": "tháng",
    "p": "phòng",
}
"""What a short form means right behind a number."""

_BEFORE_VERB = re.compile(
    r"\s*(có|co|còn|con|biết|biet|dám|dam|thể|the|được|duoc|ai|đi|di|làm|lam|ăn|an|đủ|du|mua|phải"
    r"|thấy)(?![^\W_])"
)
_NUMBER_BEFORE = re.compile(r"(?<![0-9/.])[0-9]{1,3}(?:[.,][0-9]{1,3})? ?$")
_LONG_NUMBER_BEFORE = re.compile(r"[0-9]{4} ?$")
_YEAR_BEHIND = re.compile(r"[\s:.]*(19|20)[0-9]{2}(?![0-9])")

PICTURES: Mapping[str, str] = {
    "🆘": " sos ",
    "☎": " sđt ",
    "📞": " sđt ",
    "📱": " sđt ",
    "📲": " sđt ",
    "📍": " địa chỉ: ",
    "🏠": " địa chỉ: ",
    "🏡": " địa chỉ: ",
    "➕": "+",
    "＋": "+",
    "➖": "-",
    "❓": "?",
    "❔": "?",
    "❗": "!",
    "‼": "!",
    "👉": " - ",
    "•": "\u2022",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "½": " nửa ",
}
"""Pictures and signs with a meaning that rules can use; all others are spaces."""


def spelled_out(word: str, before: str, behind: str) -> str | None:
    """What a word in small letters stands for; None if it stands for itself.

    `before` is the plain text before it, `behind` the beginning of what follows.
    """
    counted = _NUMBER_BEFORE.search(before[-8:])
    if counted and word in _AFTER_NUMBER and not _LONG_NUMBER_BEFORE.search(before[-8:]):
        return None if _AFTER_NUMBER[word] == word else _AFTER_NUMBER[word]
    if word == "sn" and _YEAR_BEHIND.match(behind):
        return "sinh năm"
    if word == "kg" and not counted and _BEFORE_VERB.match(behind):
        return "không"
    if word in ("p", "h", "c", "a", "b", "k", "t", "m") and re.match(r"\.?[0-9]", behind):
        return None
    if word in ("h", "c", "a", "k") and behind.startswith((".", "/")):
        return None
    if meant := _FORMS.get(word):
        return meant
    if len(word) > 2 and word[0] == "f":
        return "ph" + word[1:]
    return None


def is_short_form(word: str) -> bool:
    """Whether a word in small letters, with its dots, is a short form of the table."""
    return word in _FORMS
