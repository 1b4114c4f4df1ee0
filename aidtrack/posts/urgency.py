"""Whether help must come today: hunger now, a baby without milk, an illness that cannot wait, a birth."""

from __future__ import annotations

from aidtrack.posts.needs import Found
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written

HIGH = Phrase(
    r"khẩn(?: cấp| thiết)?|cấp cứu|gấp (?:lắm|ạ|với|quá)|(?:cần |rất |cứu |xin )gấp"
    r"|sos|cứu (?:với|em|tôi|mình|đói|nguy|mẹ con|chúng em|bọn em)|nguy cấp|nguy kịch"
    r"|nguy hiểm",
    r"(?:nhịn|bị|đang|chết|sắp chết|lả|quá|đứt|chịu|khóc vì|ốm và) đói|đói (?:lắm|quá"
    r"|lả|từ|rồi|khóc|\d|hai|mấy)|nhịn (?:ăn|đói|từ)|đứt bữa|(?:chưa|không|chẳng) (?:được "
    r"|có )?(?:ăn gì|gì vào bụng|hạt cơm nào|gì (?:để |mà |bỏ bụng |bỏ vào |cho vào )?(?:ăn"
    r"|bụng|mồm|nấu))|không còn gì(?: để| mà| cho)? ?(?:ăn|nấu|bụng)?|hết sạch(?: \w+){0,3}"
    r"|hết (?:sạch )?(?:gạo|đồ ăn|thức ăn|lương thực|mì|cái ăn|thực phẩm|mọi thứ|nhẵn)(?: \w+){0,4} "
    r"(?:từ|hôm qua|hôm nay|mấy hôm|hai hôm|2 hôm|mấy ngày|\d ngày|\d hôm|hai ngày"
    r"|sáng nay|tối qua|trưa nay|tối nay|rồi)",
    r"(?:hết|không còn|không có|cạn|chẳng còn|khát) (?:tiền mua |sạch |hộp |lon )?(?:sữa"
    r"|bỉm sữa)(?: \w+){0,4}|bé (?:khóc|khát|đói)|khát sữa|không có sữa",
    r"chạy thận|lọc máu|hết (?:sạch )?thuốc(?: \w+){0,3}|hết oxy|hết insulin|không có thuốc"
    r"|khó thở|sốt(?: cao| \d\d| mấy| cả| li bì| từ|,)?|co giật|ngất|xỉu|lả đi|chảy máu"
    r"|nguy|bệnh trở nặng|trở nặng|đau dữ dội",
    r"(?:sắp|chuẩn bị|đến ngày|gần|tới ngày|sát ngày|đau bụng|chuyển dạ|vỡ ối|dự) (?:sinh"
    r"|đẻ|lâm bồn|vỡ ối|kiến sinh)|chuyển dạ|bầu (?:9 tháng|chín tháng|tháng cuối|38"
    r"|39|40|37|36)|vỡ ối|bầu bí sắp sinh|mới sinh|vừa sinh",
    r"(?:hai|2|3|ba|mấy|cả) (?:ngày|hôm)(?: nay| rồi)?(?: \w+){0,3} (?:chưa ăn|không ăn"
    r"|chưa có gì|không có gì|chỉ (?:ăn|uống)|nhịn|ăn mì|không cơm|chưa có hạt)|chỉ còn (?:\w+ "
    r"){0,2}(?:gói mì|bữa|ngày)|hôm nay là hết|bữa (?:cuối|nay là hết)|chỉ đủ (?:ăn )?(?:hôm "
    r"nay|đến mai|nay)|(?:tối|trưa|hôm) nay không (?:có|biết)(?: \w+){0,2} (?:gì|ăn)"
    r"|ăn (?:cháo|mì) (?:cầm hơi|qua ngày|trừ bữa)|cầm hơi|uống nước (?:lã|cầm hơi"
    r"|trừ cơm)",
    r"đuổi (?:ra|khỏi)(?: \w+){0,2}|ngủ (?:ngoài|gầm|vỉa hè|ghế đá)|ở gầm cầu|màn trời|không có chỗ ngủ",
    r"(?:đã |vừa |lại |cũng |nay |sắp )?hết (?:sạch |cả |mất )?(?:gạo|đồ ăn|thức ăn"
    r"|lương thực|cái ăn|thực phẩm)"
    r"|bữa (?:gạo |cơm )?cuối|cháo loãng|nước lã|(?:nằm|ngủ|ngồi)(?: \w+){0,2} (?:vỉa hè"
    r"|gầm|ngoài|lán|ghế đá|cabin)"
    r"|ăn xin|(?:khóa|khoá) cửa|rất gấp|gấp(?=[ ]?[!.,]|$)|(?:gạo|mì|đồ ăn)(?: \w+){0,5} hết "
    r"rồi|nay (?:lại )?hết",
)
_NOT_NOW = Phrase(
    r"(?:không|chưa) (?:gấp|khẩn cấp|khẩn|vội)(?: lắm)?|chưa đến mức|chưa đến nỗi|không quá "
    r"gấp|không đến nỗi"
)


def find_urgency(text: Written) -> list[Found]:
    """The words that make it urgent; none: it is as urgent as others."""
    denied = [match.span() for match in _NOT_NOW.found(text)]
    return [
        Found("high", *match.span())
        for match in HIGH.found(text)
        if not any(start <= match.start() < end for start, end in denied)
    ]
