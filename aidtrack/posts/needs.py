"""What a household asks for: a table of goods and other help, each with the words that ask for it.

"Hết gạo" asks for rice; "gạo thì còn", "không cần gạo nữa" and "em bán gạo" do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written


@dataclass(frozen=True)
class Found:
    """A code of a table, and the place of the words that said it."""

    code: str
    start: int
    end: int


TABLE: Mapping[str, Phrase] = {
    "rice": Phrase(r"gạo(?: nếp| tẻ)?", r"bát cháo|thùng gạo|nồi cơm không"),
    "noodles": Phrase(
        r"mì tôm|mỳ tôm|mì gói|mỳ gói|mì ăn liền|mỳ ăn liền|mì|mỳ|miến|phở khô|mì hảo hảo"
        r"|bún khô"
    ),
    "peanuts": Phrase(r"lạc(?: rang| vừng| nhân)?|đậu phộng|muối vừng"),
    "fish_sauce": Phrase(r"nước mắm|mắm(?: muối)?|nước chấm|chai mắm"),
    "oil": Phrase(r"dầu ăn|dầu mỡ|mỡ(?: lợn)?|chai dầu|mắm muối dầu|dầu"),
    "eggs": Phrase(r"trứng(?: gà| vịt)?|quả trứng"),
    "milk": Phrase(
        r"sữa(?: bột| tươi| công thức| cho con| cho bé| ensure| nan| meiji| aptamil)?|hộp sữa"
        r"|bỉm sữa"
    ),
    "masks": Phrase(r"khẩu trang"),
    "vegetables": Phrase(
        r"rau(?: củ(?: quả)?| xanh| dưa)?|củ quả|bí|khoai(?: tây| lang)?|su hào|bắp cải"
        r"|cà chua|hoa quả|trái cây|ngọn rau"
    ),
    "meat": Phrase(
        r"thịt(?: lợn| gà| bò| cá)?|thịt thà|cá(?: khô| hộp| tươi)|cá mú|thịt hộp|giò|xúc xích"
        r"|lạp xưởng|con cá|ruốc"
    ),
    "water": Phrase(
        r"nước (?:uống|sạch|lọc|khoáng|sinh hoạt|đóng chai|đóng bình|bình)|bình nước|(?:mất"
        r"|hết|cắt) nước|thùng nước"
    ),
    "medicine": Phrase(
        r"thuốc(?: men| thang| hạ sốt| ho| huyết áp| tiểu đường| tim| bổ| tây| uống| ung thư"
        r"| chống thải ghép)?"
        r"|hạ sốt|panadol|paracetamol|efferalgan|insulin|que test|kit test|bông băng|oxy|bình oxy|vitamin"
    ),
    "diapers": Phrase(r"bỉm(?: sữa)?|tã(?: lót| giấy)?|tã bỉm|bỉm tã|quần bỉm"),
    "gas": Phrase(r"gas|ga (?:nấu|đun)|bình ga|bình gas|hết ga|đổi ga"),
    "money": Phrase(
        r"tiền (?:trọ|nhà|phòng|thuê nhà|thuê phòng|viện phí|viện|thuốc|học|điện|mặt|tàu xe|ăn)|viện phí"
        r"|(?:xin|cần|vay|mượn|hỗ trợ|ủng hộ|giúp|hết|cho|thiếu|cạn|hết sạch|không còn"
        r"|không có|chưa có|chưa đóng được) (?:ít |chút |một ít |một chút |tí )?tiền"
        r"|tiền mặt|chuyển khoản|chi phí|kinh phí"
    ),
    "transport": Phrase(
        r"xe (?:cứu thương|cấp cứu|đưa|chở|ô tô đưa|về quê|để về)|(?:nhờ|tìm|xin|cần|có) (?:một "
        r"|cái |chuyến )?xe (?:nào )?(?:đưa|chở|để|về|đi)"
        r"|cần xe|đưa (?:em |bé |cháu |con |mẹ |bố |vợ |bà |ông |cụ |đón )?(?:đi |đến "
        r"|vào |tới )(?:bệnh viện|viện|cấp cứu|chạy thận|khám)"
        r"|(?:chở|đưa|phương tiện|xin|đi) (?:em |mẹ |bố |bà |ông |cụ )?(?:về|đi) (?:quê"
        r"|viện|bệnh viện)|phương tiện|giấy đi đường|xe đi lại|tìm xe|nhờ xe"
    ),
}
FOOD = Phrase(
    r"lương thực|thực phẩm|đồ ăn(?: thức uống)?|thức ăn|đồ khô|nhu yếu phẩm|nhu yếu"
    r"|suất (?:ăn|cơm|quà)|cơm(?: hộp| từ thiện| nước)?|bữa ăn|bữa cơm"
    r"|(?:không|chẳng|hết|chả|chưa) (?:còn |có )?(?:gì|cái gì|cái|đồ|thứ gì|miếng gì"
    r"|chút gì) (?:để |mà |bỏ |cho |vào )?(?:ăn|mồm|bụng|nấu|miệng)"
    r"|(?:bị |đang |đứt |sắp |chết |nhịn |quá |chịu |ốm )?(?:đói|nhịn ăn|nhịn đói)"
    r"|hết ăn|cái ăn|thiếu ăn|đứt bữa|cạn lương|lo ăn|đồ dùng thiết yếu|thiết yếu"
    r"|túi (?:an sinh|quà)|phần quà|suất quà|rau cháo|bánh mì"
)
"""Food that nobody names more closely; it counts where no food is named."""

OTHER = Phrase(
    r"quần áo|chăn(?: màn)?|băng vệ sinh|xà phòng|sách vở|máy tính bảng|điện thoại cũ"
    r"|nước sát khuẩn|cồn (?:sát khuẩn|xịt)"
    r"|chỗ (?:ở|ngủ|trọ|tạm trú)|nơi ở|nhà trọ miễn phí|xe lăn|bếp (?:ga|gas|cồn|điện)"
    r"|nồi cơm(?: điện)?|mì chính|gia vị|bột canh|muối"
    r"|việc làm|giảm tiền trọ|giấy tờ|giặt|bảo hộ|đồ sơ sinh|đồ bảo hộ|quạt"
)
FOODS = frozenset("rice noodles peanuts fish_sauce oil eggs vegetables meat".split())

_TURNED_DOWN = Phrase(
    r"(?:không (?:cần|thiếu|xin|nhận|lấy)|khỏi cần|chẳng cần|trừ|ngoại trừ|đã có|có sẵn"
    r"|đủ|được cho|đã nhận|đã được|mới nhận|vừa nhận|được tặng|đã xin được|đã được cho)"
    r"(?: (?:nhận|thêm|nữa|gì|tặng|hỗ trợ|phát|cho|ít|được|rồi|đủ|về|\d+|kg|cân|yến"
    r"|thùng|bao|túi|gói|chai|hộp|của|mọi người|phường)){0,5} ?"
)
_TRADE = Phrase(
    r"(?:bán|buôn|giao|ship|chở|bốc vác|trồng|làm|quán|hàng|sạp|tiệm|cửa hàng|chợ|xưởng"
    r"|đại lý|thu mua|bán hàng|trà|công ty|mua|tiền mua|nhà máy)"
    r"(?: (?:rong|hàng|quán|online|vỉa hè|trứng|rau|sữa|nước|ở|mớ|đồ|cái|lẻ)){0,2} ?"
)
_ENOUGH_BEHIND = Phrase(
    r"(?:thì |em |nhà em |cũng ){0,3}(?:(?:vẫn |đã |còn )?(?:có|đủ|đầy đủ|nhận) (?:đủ )?(?:rồi"
    r"|ạ|nhiều|ăn|đến|dùng)|không cần|không thiếu|vẫn còn|còn đủ|còn ăn được|tạm đủ"
    r"|được cho rồi|đủ rồi)"
)
_BACK = 42


def find_needs(text: Written) -> list[Found]:
    """What is asked for, in the order of the text; several places may say the same."""
    found = [
        Found(code, *match.span())
        for code, phrase in TABLE.items()
        for match in phrase.found(text)
        if _is_asked(text, *match.span(), code)
    ]
    if not any(one.code in FOODS for one in found):
        found += [
            Found("food", *match.span())
            for match in FOOD.found(text)
            if _is_asked(text, *match.span(), "food")
        ]
    found += [
        Found("other", *match.span())
        for match in OTHER.found(text)
        if _is_asked(text, *match.span(), "other")
    ]
    return sorted(found, key=lambda one: one.start)


_SEVERAL_WITHOUT_MARKS = frozenset(
    "bi dau mo ta ca gio muoi thuoc trung lac chan mam oxy com ga giay to con ca tuoi".split()
)
"""Goods that without marks are also other words: "thuoc" is "thuốc" or "thuộc"."""
_SURELY_GOODS = re.compile(
    r"(?:het|can|thieu|it|chut|mua|xin|va|voi|uong|kg|chuc|qua|chai|goi|hop|cho|an"
    r"|them|vi|yen|thung|[,+/&\d])\s*$"
)


def _is_asked(text: Written, start: int, end: int, code: str) -> bool:
    if not text.has_marks and text.plain[start:end] in _SEVERAL_WITHOUT_MARKS:
        if not _SURELY_GOODS.search(text.plain, max(0, start - 8), start):
            return False
    if _ENOUGH_BEHIND.behind(text, end):
        return False
    back = max(0, start - _BACK)
    if any(match.end() == start for match in _TURNED_DOWN.found(text, back, start)):
        return False
    return code in ("money", "transport") or not any(
        match.end() == start and not _buys(text, match.start()) for match in _TRADE.found(text, back, start)
    )


def _buys(text: Written, at: int) -> bool:
    """ "Mua" alone names what is lacking: "không có tiền mua sữa"."""
    return text.plain.startswith(("mua", "tien mua"), at)
