"""Small words that lean a post towards a kind: none decides alone, several together do."""

from __future__ import annotations

from collections.abc import Mapping

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold

HINTS: Mapping[str, tuple[float, Phrase]] = {
    "request": (
        0.8,
        Phrase(
            r"xin(?! (?:hỏi|phép|chào|lỗi|cảm|gửi|trân|báo|chúc))|mong|giúp|cứu(?! thương)"
            r"|nhờ|cần|thiếu|hết(?! (?:hạn|giãn|dịch|tháng|ngày|giờ|tuần|mùa))|không còn|chẳng còn"
            r"|chả (?:có|còn)|đói|nhịn|khổ|thương|tội(?: nghiệp| quá| lắm)|kẹt|nợ(?: tiền)?"
            r"|chủ (?:nhà|trọ)(?: \w+)? (?:giục|đòi|dọa|đuổi|doạ|khóa)|mất việc|nghỉ việc|nghỉ làm"
            r"|thất nghiệp|ốm|sốt|bệnh|liệt|mù|bầu|neo đơn|một mình|trống trơn|vét|cạn|chỉ còn"
            r"|còn mỗi|qua ngày|cầm hơi|với muối|cháo trắng|mì trừ bữa"
            r"|chưa (?:được|nhận|có)|con nhỏ|con thơ|bé nhỏ|phòng trọ|ở trọ|xóm trọ|khu trọ"
            r"|hoàn cảnh|khó khăn|trường hợp|ngại quá|ngửa tay|bất đắc dĩ|kêu ai|cực chẳng đã"
            r"|để ý|qua thăm|xem giúp|mua hộ|mua giúp|lo (?:quá|lắm)|xoay|vay|túng|ví còn|không về được"
            r"|già yếu|khuyết tật|mồ côi|rất cần|bế tắc|không có (?:tiền|ai|gì|việc)|ăn (?:mì"
            r"|cháo|rau)|tiền (?:trọ|nhà|phòng)|con em|nhà em|nhà cháu|gia đình em|gia đình tôi"
        ),
    ),
    "offer": (
        1.0,
        Phrase(
            r"tặng|biếu|cho (?:ai|bà con|các bạn|các cụ|các hộ|anh em|mọi người|nhà nào|người)"
            r"|gửi (?:tặng|tới|lại)|phát (?:quà|gạo|cơm|rau|suất|miễn phí)|qua (?:lấy|nhà|nhận)"
            r"|(?:ship|giao|mang|gửi|trao) tận|miễn phí|không lấy (?:tiền|công|phí)|free|0 đồng"
            r"|(?:inbox|ib|nhắn|gọi|alo|liên hệ) (?:mình|em|tôi|địa chỉ|cho mình|cho em)"
            r"|còn (?:dư|thừa|\d+ (?:bao|thùng|suất|túi|hộp|kg))|dư|thừa|ai (?:cần|ở gần|gần"
            r"|dùng|thiếu|muốn|chưa có)|(?:mẹ|bạn|nhà|hộ|bác|chị|anh|em|cụ) nào|suất|trao|phần quà"
            r"|thiện nguyện|từ thiện|giảm (?:\d+%?|tiền|một nửa|nửa)|thoải mái|cứ (?:sang|qua"
            r"|gọi|lấy|hái|alo|nhắn|đến|ra)|nhận (?:đi chợ|chở|ship|mua hộ|giúp)|mang (?:tới"
            r"|qua|đến|quà)|chuyển cho|ship cho|(?:cô|mình|em|tôi|bác) nấu|cưu mang|sẻ chia"
            r"|bếp|để (?:trước|ở) cổng|ai biết hoàn cảnh|giới thiệu|về ăn|tài trợ|tình nguyện"
            r"|phát (?:cháo|bánh|mì|sữa|rau|khẩu trang|nhu yếu)|điền (?:form|phiếu)|lập danh sách"
            r"|0 ?đ(?:ồng)?|phòng trống|cho (?:\w+ ){1,6}ở nhờ|ở nhờ tới|gửi (?:chút|ít|tặng"
            r"|tới)|nhận (?:kèm|dạy|giữ|nuôi|trông|may|cắt tóc)|hỗ trợ (?:\d+|tiền trọ|chi phí"
            r"|ship|học phí)|lấy mỗi nhà|nhượng lại|mà (?:bẻ|hái|lấy)|không bán nữa|các em (?:điền"
            r"|qua|đến)|túi đồ|mang cặp lồng|muốn (?:gửi|tặng|giúp|ủng hộ|chia)|24/24|ở gốc đa"
            r"|ăn không (?:hết|kịp)|dùng không hết|không kịp ăn"
        ),
    ),
    "served": (
        1.2,
        Phrase(
            r"rồi (?:ạ|nhé|nha|mọi người|các bác|cả nhà|ad)|xong rồi|đã được|nhận (?:được|đủ)"
            r"|lấy được|đủ|không (?:cần|xin|nhận)|đừng|cập nhật|tối (?:qua )?có|(?:đã|có) người (?:mang"
            r"|giúp|cho|đưa)|nhường|dành cho nhà khác|chuyển hướng|yên tâm|đã có xe|mẹ tròn con vuông"
            r"|trả lương rồi|giúp rồi|về trường hợp|quan tâm|no đủ|đến tay|tình hình|đã mua được"
            r"|đã (?:liên hệ|gửi|trao|mang|chuyển|đưa)|ăn được cả tháng|dừng nhận|rồi nha|đã (?:được "
            r")?(?:nhận|giúp|hỗ trợ)"
        ),
    ),
    "thanks": (
        1.0,
        Phrase(
            r"cảm ơn|cám ơn|biết ơn|đội ơn|tri ân|ấm lòng|đáng yêu|tuyệt vời|vui quá|hạnh phúc"
            r"|xúc động|cảm động|like|yêu|thay mặt|(?:làm việc )?nhanh|tận tình|nhiệt tình"
            r"|chu đáo|vất vả|dầm mưa|❤|dễ thương|tử tế|an toàn|ra viện|về rồi|được (?:các chú"
            r"|các anh)|của ai|nhờ (?:\w+ ){1,8}mà|vỗ tay|nhớ mãi|không biết nói gì|hai chữ"
            r"|làm tốt|chưa kịp hỏi tên|hỏi thăm|qua thăm|ấm lòng|trân trọng|giữa nắng|quý (?:lắm"
            r"|quá)|ân tình|cưng|cứu mạng|gõ cửa|hoan hô|tuyên dương|👏"
        ),
    ),
    "rumour": (
        1.0,
        Phrase(
            r"nghe(?! máy| điện)|đồn|tin(?: từ| là| này| báo| này)|truyền(?: nhau| tay)?|lan"
            r"|(?:thật|đúng|chuẩn|phải|có thật)(?: là)? (?:không|k|hay)|thực hư|xác nhận|xác minh"
            r"|kiểm chứng|đêm nay|tối nay|từ mai|sắp(?! (?:sinh|đẻ|hết))|phong tỏa|giãn cách (?:đến"
            r"|thêm|tiếp|kéo dài)|quân đội|phun|máy bay|số ca|công bố|giấu|tỏi|chanh|gừng|xông"
            r"|thuốc nam|virus|vi rút|dính covid|mua (?:đồ|trữ|gom)|chia sẻ (?:ngay|gấp)|share"
            r"|copy"
            r"|(?:người nhà|họ hàng|bạn em|bạn mình|chị em|anh họ|hàng xóm|bà bán|ông)(?: \w+){0,5} "
            r"(?:làm|nói|bảo|kêu|kể)|có người (?:kêu|nói|bảo)|mọi người bảo|vỡ|chết người|là tử vong"
            r"|tiktok|gấp đôi|tăng giá|hoang mang|rút quần áo|ai (?:biết|xác nhận)|trên (?:mạng"
            r"|fb|facebook|zalo|tiktok)|không ai dám|(?:kể|bảo|nói) (?:là|rằng|bên)|xe bọc thép"
            r"|ảnh cũ|truyền tay|độc lắm|cdc|hết hạn|đừng tiêm|sạch phổi|(?:bạn|chị|anh|bác"
            r"|cô|bà)(?: \w+){0,4} kể|nhắn:|ai nghe chưa|đừng ra đường|chết \d+|thấy (?:trên"
            r"|bảo|đăng|share)|bác sĩ (?:nhật|mỹ|tàu|nước ngoài)|chữa (?:được|khỏi)|ai xác minh"
            r"|chưa đưa tin|ém|mật|bịt|hình như|có f0|thấy xe (?:cấp cứu|cứu thương)|xe cấp cứu đến"
            r"|tiết lộ|đừng nói ai"
        ),
    ),
    "violation": (
        1.0,
        Phrase(
            r"vẫn (?:mở|bán|làm|cứ|ra|tụ|kéo|họp|hoạt động|đi|cho|tổ chức|chơi|ngồi)|kéo cửa"
            r"|cửa sau|loa|hát|ồn|kẹo kéo|tụ|tụm|đông (?:người|lắm)|chửi|đánh|camera|phường (?:biết"
            r"|xuống|kiểm tra|vào|xử)|các anh công an|công an (?:xem|đâu|xuống|vào|ơi)|kiểm tra"
            r"|nhắc nhở|xử lý|phạt|khẩu trang|lén|làm chui|chui|tự ý|dỡ|phá|trèo|vượt|đẩy giá"
            r"|giá lên|chặt chém|cân điêu|chỉ thị|thanh niên|mâm|cưới|tiệc|sinh nhật"
            r"|vứt rác|đốt|cách ly(?: \w+){0,3} mà|mà cứ|vùng dịch về|không khai báo|nhậu|bia"
            r"|lừa đảo|chuyển khoản mới|xưng|cảnh giác|đua|rú ga|chợ cóc|hàng rào|ngang nhiên"
            r"|tràn lan|bức xúc|nhưng cho khách|treo biển|khách ngồi|quá đáng|bất chấp|mấy (?:ông"
            r"|bà|thanh niên|thằng|người)|trộm|phản ánh|đề nghị|đông nghịt|chen (?:nhau|chúc"
            r"|lấn)|nhà nghỉ|phòng gym|quán net|quán nét|vẫn nhận khách|nhận khách|mở cửa sau"
            r"|tự xưng|đòi phí|cẩn thận|đề phòng|đừng mua|test giả|hàng giả|trẻ trâu"
            r"|bốc đầu|lạng lách|làm rõ|không công bằng|người nhà trước|thiên vị|bớt xén|huỳnh huỵch"
            r"|ra vào|sợ quá|tổ covid|trốn ra|rình|phá rào|xả|bán rong|họp chợ|chợ tạm|tập trung"
            r"|linh đình|ăn uống|đám (?:cưới|giỗ|ma|tang|đông)|coi thường|gây mất|hút thuốc"
            r"|khạc nhổ|đứng sát"
            r"|xếp hàng sát|không giữ"
        ),
    ),
    "missing_person": (
        1.2,
        Phrase(
            r"không mang điện thoại|bỏ ra ngoài|nói không rõ|áo kẻ|dép|tìm(?! hiểu)|lạc(?! quan"
            r"| rang)|mất tích|mặc (?:bộ|áo|quần|váy|đồ)|áo (?:phông"
            r"|sơ mi|hoa|đen|trắng|đỏ|xanh|nâu)|váy|tóc|cao (?:1m|khoảng|tầm)|lẫn|tâm thần"
            r"|không nhớ|ai (?:thấy|gặp|nhìn thấy|trông thấy)|gia đình(?: \w+)? lo|chưa (?:thấy )?về"
            r"|tìm được|con cháu nhà ai|người nhà|đang giữ|chân đất|bỏ đi|đi đâu|(?:đi|ra) (?:khỏi"
            r"|từ)|\d+ tuổi|không liên lạc|báo (?:em|gia đình|tin)|giữ (?:cụ|bé|bà|ông|cháu"
            r"|lại)|lạc (?:con|cháu|bé|mẹ|bố|ở)|ai thấy (?:gọi|báo|nhắn)|đi từ (?:trưa|sáng"
            r"|chiều|tối|hôm|\d)|chống gậy|áo (?:bà ba|vàng|cộc|dài|khoác|len)|nhặt được cụ"
            r"|chỉ nhớ tên|mất liên lạc|đi qua thì|tung tích|còn minh mẫn|đi lang thang|ngồi (?:ghế "
            r"đá|bến xe)"
        ),
    ),
    "question": (
        1.0,
        Phrase(
            r"(?:cho|xin) (?:\w+ ){0,2}hỏi|hỏi|ở đâu|chỗ nào|nơi nào|đâu (?:ạ|vậy|nhỉ)|số nào"
            r"|nào (?:ạ|vậy|nhỉ|mở)|mấy giờ|bao giờ(?! dính)|khi nào|thế nào|bao nhiêu|gì (?:ạ"
            r"|vậy|nhỉ|không)|được (?:không|k)|(?:không|chưa|hả|nhỉ) (?:ạ|mọi người|các bác"
            r"|ad|vậy|mn)|có phải|ai biết|biết (?:không|chỗ)|thủ tục|giấy (?:đi đường|tờ)|phiếu (?:đi "
            r"chợ)?|test|xét nghiệm|tiêm|mũi|mở cửa|ship được|hồ sơ|lấy mẫu|gói|vậy (?:ad|mọi người"
            r"|các bác)|có ai (?:biết|làm|ship)|giá bao nhiêu|giá trị không|còn (?:\w+ ){1,3}không"
            r"|(?:có )?cần (?:\w+ ){1,4}không|xin giấy gì|gửi vào đâu|nộp (?:ở đâu|cho ai)"
            r"|viện nào|chịu giao không|bên nào|có ai (?:tiêm|đi|mua|gặp|ở)|hỏi có|ad ơi|dán ở đâu"
            r"|thì sao|nhỉ|có (?:bị|được|phải|cần|còn)(?: \w+){0,3} không|(?:đăng ký|làm|xin"
            r"|nộp|đổi|khai)(?: \w+){0,4} (?:thế nào|ở đâu|kiểu gì)"
        ),
    ),
    "other": (
        1.0,
        Phrase(
            r"\d+ ?nghìn|giá|ship|tuyển|cho thuê|pass|lương(?! thực| thiện)|order|bán (?:bánh"
            r"|hàng|online|tại|lẻ|sỉ)|em bán|lịch|thông báo|trạm y tế (?:mời|thông)|mời|ubnd"
            r"|nội quy|nhắc|mẹo|cách (?:làm|bảo quản|nấu)|công thức|chúc|bình an|buổi sáng"
            r"|mất điện|cắt nước|mất nước|mưa|trời|hoa nở|tấm ảnh|đẹp|nhặt được|rơi|ca (?:mắc"
            r"|cộng đồng|nhiễm|dương)|mua lại|khai báo y tế|điện lực|tổ \d+ ?- ?\d+|xem nhà"
            r"|sách|freeship|bài (?:viết|quảng cáo)|bình luận|ngày \d+/\d+|đối tượng|cccd|kêu gọi"
            r"|hiến máu|quỹ|tiếp nhận tại|mttq|ubmttq|hội chữ thập|cảnh giác thủ đoạn|otp|tâm sự"
            r"|thuê lại|triệu/tháng|tính đến|hội trường|dán tại|thủ đoạn|danh sách (?:hộ|đóng góp)"
            r"|ib giá|giá rẻ|nội địa|thẻ sinh viên|thắp nến|tưởng nhớ"
        ),
    ),
}
"""For each kind what one hint weighs, and the hints; different hints add up, to `MOST` of them."""

MOST = 6


def lean(text: Written) -> dict[str, float]:
    """How far the hints lean the post towards each kind."""
    leaning = {}
    for kind, (weight, phrase) in HINTS.items():
        seen = {fold(match.group()) for match in phrase.found(text)}
        leaning[kind] = weight * min(MOST, len(seen))
    return leaning
