"""Signs of help asked for, offered, and already received."""

from __future__ import annotations

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.signs import Sign

_ME = (
    r"(?:em|mình|tôi|cháu|con|chúng em|chúng tôi|bọn em|bọn mình|nhà em|nhà mình|gia đình"
    r"|gia đình em|gia đình tôi|mẹ con|vợ chồng|bà|ông|cụ|bác|cô|chú|chị|anh|hai|2"
    r"|\d|phòng em|xóm em|xóm trọ|mấy|anh em|hộ|trường hợp|hoàn cảnh|các em|bé|gđ|đỡ)"
)
_GOODS = (
    r"(?:gạo|mì|mỳ|sữa|bỉm|tã|trứng|rau|thịt|thuốc|đồ ăn|thức ăn|lương thực|thực phẩm"
    r"|nhu yếu phẩm|nước mắm|dầu ăn|tiền|khẩu trang|suất|cơm|quà|gas|lạc|nước|xe|chút"
    r"|ít|gói|thùng|cân|kg|đồ)"
)
_HELP = (
    r"(?:hỗ trợ|giúp đỡ|giúp|trợ giúp|cứu trợ|cứu giúp|cứu|ủng hộ|cưu mang|tiếp tế"
    r"|chia sẻ|giúp sức|quan tâm|tương trợ|san sẻ|đùm bọc|cứu tế|cho em|hỗ trợ giúp"
    r"|tặng|xem xét)"
)

_CALLS = (
    r"(?: [\w,\-+()]+){0,14}[\s,.:!\-]*(?:nhắn|để lại|ib|inbox|liên hệ|gọi|cmt|comment|qua lấy|đến lấy"
    r"|qua nhận|đến nhận|alo|ới|báo (?:mình|em|tôi|nhà|bên|cho)|cứ|bảo mình|bảo em|chấm|hú|ra lấy"
    r"|sang lấy|sang nhà|nt|pm|gửi (?:tin|sđt|địa chỉ|mình)|đăng ký|vào lấy|tới lấy)"
)
AUDIENCE = Phrase(
    r"(?:ai|\w+ nào|những ai|các mẹ)(?: (?!em |mình |tôi |cháu |giúp |cho |thương "
    r"|nhà |gần |ở |có )\w+){0,9}"
    r" (?:cần|thiếu|khó khăn|hết|đói|hoàn cảnh|thì|cứ|chưa có|kẹt|kẹt lại|mất việc)" + _CALLS,
    r"(?:nhà|hộ|gia đình|mẹ|phòng|xóm|khu|trường hợp|cụ) nào có(?: (?!em |mình |giúp |cho )\w+){1,7}"
    r" (?:cần|thiếu|khó khăn|hết|đói|kẹt|mất việc)" + _CALLS,
)
"""To whom an offer speaks: the hardship told there is not that of whoever wrote it."""

HELP: tuple[Sign, ...] = (
    # request: who asks, for whom, and what is lacking
    Sign(
        "request",
        3.0,
        Phrase(
            rf"(?:xin|mong|cần|nhờ|kêu gọi|tha thiết|ước|cầu|kính mong|rất mong|trông chờ|cầu cứu"
            rf"|kêu cứu|nhận được|muốn xin)(?: (?!ai|nào)\w+){{0,7}} {_HELP}(?! (?:mình|em|tôi) (?:ship"
            rf"|mua hộ|ý kiến))"
        ),
    ),
    Sign(
        "request",
        3.0,
        Phrase(
            rf"(?:giúp|cứu|giúp đỡ|hỗ trợ|ủng hộ)(?! (?:bà con|mọi người|người dân|khách|cứu người"
            rf"|các|những))(?: (?:đỡ|cho|giúp|với|được|cả|hộ|thêm))? {_ME}(?: với|,|\.|!| ạ)?"
        ),
    ),
    Sign(
        "request",
        3.5,
        Phrase(
            rf"(?:cho|để) (?:em|mình|tôi|cháu|con|nhà em|bọn em|chúng em|nhà mình|mẹ con em"
            rf"|gia đình em|bác ấy|chị ấy|cụ|bà|anh ấy) xin(?! lại)(?: (?:thêm|một|1|vài|mấy"
            rf"|tí|được|\d+))? ?{_GOODS}?(?! (?:hỏi|phép|địa chỉ|số|thông tin|pass|giá|ý kiến"
            rf"|lịch|link|công thức|review))"
        ),
    ),
    Sign(
        "request",
        3.0,
        Phrase(
            rf"(?:xin|cần|mong được|nhờ mua giúp|cần xin|xin được|cần ít|thiếu)(?: (?:thêm|lại"
            rf"|một|1|vài|mấy|tí|được|gấp|lắm|các|ít|chút|nhất|nhận|là|nhất là|lúc này|bây giờ"
            rf"|\d+)){{0,4}} {_GOODS}"
        ),
    ),
    Sign(
        "request",
        3.0,
        Phrase(
            r"(?:hết|không còn|cạn|hết sạch|sắp hết|thiếu|đã hết|chỉ còn|không có|chẳng còn"
            r"|chả còn|chưa có)(?: \w+){0,3} (?:gạo|sữa|bỉm|tã|mì|lương thực|thực phẩm|đồ ăn"
            r"|thức ăn|tiền|thuốc|rau|gì ăn|gì để ăn|ăn|trứng|gas|cái ăn)"
        ),
    ),
    Sign(
        "request",
        2.5,
        Phrase(
            r"khó khăn(?: quá| lắm| vô cùng)?|hoàn cảnh|khốn khó|túng quẫn|túng thiếu|kiệt quệ"
            r"|cùng cực|éo le|đáng thương|vất vả|cạn kiệt|chật vật|cầm cự|bế tắc|đường cùng"
            r"|khổ (?:quá|lắm)|chạy ăn từng bữa|bữa đói bữa no|ăn bữa nay lo bữa mai|bữa no bữa đói"
        ),
    ),
    Sign(
        "request",
        2.0,
        Phrase(
            r"mất việc|thất nghiệp|mắc kẹt|kẹt lại|nghỉ việc|không có việc|không có thu nhập"
            r"|không về (?:được )?quê|không về được|nghỉ (?:làm|dịch|không lương)|không đi làm được"
            r"|không (?:có )?lương"
        ),
    ),
    Sign(
        "request",
        3.0,
        Phrase(
            r"(?:bị|đang|sắp chết|chết|nhịn|đứt|quá|lả|khóc vì) đói|nhịn (?:ăn|đói)|đứt bữa"
            r"|đói (?:lắm|quá|mấy|từ|rồi)|cứu (?:với|em|tôi|mình|đói|giúp|mẹ con)|sos|cầu cứu|kêu cứu"
        ),
    ),
    Sign(
        "request",
        2.5,
        Phrase(
            r"(?:chưa|chẳng|không|vẫn chưa)(?: \w+){0,3} (?:được hỗ trợ|nhận được(?: \w+){0,3} hỗ trợ"
            r"|được nhận|có ai (?:hỗ trợ|giúp|hỏi)|ai giúp|ai hỏi|nhận được gì|được giúp|được gì"
            r"|có hỗ trợ|được quan tâm|thấy hỗ trợ)|bị bỏ sót|bỏ sót|không (?:có )?(?:trong"
            r"|tên trong) danh sách|không ai (?:giúp|hỏi|ngó|biết)"
        ),
    ),
    Sign(
        "request",
        2.5,
        Phrase(
            rf"(?:mọi người|ai|các bác|anh chị|các anh chị|cả nhà|bác nào|nhà hảo tâm|mạnh thường quân"
            rf"|các mạnh thường quân|quý vị|phường|các anh|đoàn thanh niên|chính quyền|admin"
            rf"|ad|nhóm|bà con|cô chú|các cô chú)(?: \w+){{0,5}} (?:giúp|hỗ trợ|cho|cứu|thương"
            rf"|tặng|chia sẻ|ủng hộ|để ý|xem xét|quan tâm|xuống|đến|ghé)(?: (?:đỡ|với|cho|giúp"
            rf"|được|qua))? (?:{_ME[3:-1]}|xin|với|ít|nhé|ạ)(?! (?:hỏi|biết|mua|thuê|xem|xin lại))"
        ),
    ),
    Sign(
        "request",
        2.0,
        Phrase(
            r"(?:nhà|gia đình|phòng|xóm|hộ|trường hợp)(?: \w+){0,6} (?:khó khăn|hết|thiếu|đói"
            r"|mất việc|thất nghiệp|kẹt|neo đơn|tội|đáng thương|không có gì)|rất cần|cần lắm"
            r"|cần gấp|đang cần|cần giúp|cần hỗ trợ|xin (?:được )?(?:hỗ trợ|giúp|trợ giúp|cứu trợ)"
            r"|đề nghị (?:được )?hỗ trợ|ai thương"
        ),
    ),
    Sign(
        "request",
        2.5,
        Phrase(
            r"(?:đăng|xin|viết|nhắn|báo|lên bài|post|gửi bài|hỏi)(?: bài)? (?:hộ|giúp|giùm"
            r"|cho|dùm|thay)(?: \w+){0,3} (?:bác|cô|chú|ông|bà|cụ|chị|anh|bạn|mẹ|bố|gia đình"
            r"|nhà|hàng xóm|xóm|phòng|em)|xin báo (?:\d+ |một |hai )?(?:hộ|trường hợp|hoàn cảnh)"
            r"|(?:cho|để) (?:em|mình|tụi mình|bọn em|chúng em|tôi) (?:đăng ký|nhận)(?: với)?"
            r"|nợ lương|thèm (?:miếng|bát|cơm|thịt)|đề nghị mỗi hộ|ai (?:gần|ở gần)(?: \w+){0,4} (?:giúp"
            r"|qua xem|mang|ghé|cho)"
        ),
    ),
    Sign(
        "request",
        1.0,
        Phrase(
            r"(?:nhờ|mong|xin|kính mong) (?:mọi người|các bác|anh chị|các anh chị|cả nhà|ad"
            r"|admin|phường|bà con|các cô|nhóm|các anh)"
        ),
    ),
    # offer
    Sign("offer", 3.5, AUDIENCE),
    Sign(
        "offer",
        4.0,
        Phrase(
            r"để (?:bọn mình|mình|em|nhóm|bên em|bên mình|tôi|chúng tôi|chúng mình|tụi mình|cô|chú|bác) "
            r"(?:\w+ )?(?:chở"
            r"|mang|gửi|ship|đưa|chuyển|giao)(?: \w+){0,2} (?:tới|đến|qua|sang|tận|cho)|ai (?:thiếu|cần"
            r"|muốn|thích|hết)"
            r"(?: \w+){0,3} (?:thì |cứ )+(?:ra|qua|sang|đến|tự|vào|cmt|ib|nhắn|gọi|lấy|hái|cắt)|tự (?:hái"
            r"|cắt|lấy) (?:nhé|về|mà)"
            r"|(?:bếp|gian hàng|tủ|cây atm|quầy|siêu thị) (?:0|không) đồng|nấu \d+ suất"
        ),
    ),
    Sign(
        "offer",
        3.5,
        Phrase(
            r"(?:muốn|xin được|sẵn sàng|có thể|sẵn lòng|xin phép|định|nhận|mong muốn|xin) (?:được )?(?:tặng"
            r"|biếu|chia sẻ|chia lại|gửi tặng|gửi(?! (?:lại )?(?:tiền|phí|công|đủ|\d+))|ủng hộ|phát|nấu|cho "
            r"lại|trao|góp|hỗ trợ (?:bà con"
            r"|mọi người|các|miễn phí|ai|những|các bạn|gạo|mì|rau)|giúp (?:bà con|mọi người"
            r"|các|ai|những)|ship|chở|san sẻ|đóng góp)|(?:(?<!ai )nhận|sẵn sàng|sẵn lòng|(?<!ai )có thể) "
            r"(?:đi chợ"
            r"|mua) (?:hộ|giúp)"
        ),
    ),
    Sign(
        "offer",
        3.0,
        Phrase(
            r"tặng (?:bà con|miễn phí|lại|cho|các|mọi người|ai|những|người|hộ|free|không|nhà"
            r"|xóm|\d+|gạo|rau|mì)|(?:0|không) đồng|miễn phí|free|từ thiện|(?<!có )phát (?!cho ai)(?:\d+"
            r"|quà|cơm|gạo|rau|miễn phí|mì|suất|thực phẩm|nhu yếu|cho|khẩu trang|sữa|bánh|cháo)"
            r"|atm gạo|gian hàng không đồng|không lấy tiền|biếu (?:bà con|mọi người|các|hộ"
            r"|ai)|cho không|siêu thị mini|bếp (?:ăn )?(?:yêu thương|thiện nguyện|từ thiện"
            r"|0)|nồi cháo|(?:chở|giao|ship|cho ở|cho mượn|sửa) (?:giúp |hộ )?(?:free|miễn phí)"
            r"|(?:bên|nhóm|nhà|team|đội|quán) (?:mình|em|tôi)(?: \w+){0,4} (?:mang tới|mang đến"
            r"|chở tới|còn \d+|phát|sẽ hỗ trợ|nấu)"
        ),
    ),
    Sign(
        "offer",
        3.0,
        Phrase(
            r"(?:nhà|bên|nhóm|team|clb|câu lạc bộ|quán|đội|shop|cửa hàng|công ty|hội|chùa|vợ chồng"
            r"|mình|em|tôi|vườn|quê|nhà vườn)(?: (?:mình|em|tôi|cháu|bác|chị|anh|nhà|đang|hiện"
            r"|vẫn|chúng|con|vừa|mới|được|có|từ)){0,4} (?:có|còn|dư|thừa|gửi|hái được|nấu|sẽ nấu"
            r"|chuẩn bị|nhận)(?: [\w,]+){1,12} (?:tặng|chia(?: lại| sẻ)?|cho (?:ai|bà con|mọi người"
            r"|bạn|nhà|hộ|bác|các)|biếu|gửi tặng|gửi (?:bà con|mọi người|ai|các|đến)|ủng hộ)"
        ),
    ),
    Sign(
        "offer",
        2.0,
        Phrase(
            r"(?:mình|em|tôi|bên em|bên mình|nhóm|nhà mình|nhà em|chúng mình|chúng tôi|tụi mình"
            r"|bọn mình|bọn em)(?: \w+){0,3} (?:sẽ |xin |có |đã |)?(?:mang đến|ship tận|gửi đến"
            r"|gửi tới|giao tận|mang qua|để ở cổng|treo ở|chuyển đến|đi chợ hộ|đi chợ giúp"
            r"|nấu cơm|ship đến|hỗ trợ tận|mang sang|ship miễn phí|chở miễn phí)|(?:qua|đến"
            r"|sang|ghé|ra|tới|mời)(?: \w+){0,5} (?:lấy|nhận|để nhận)(?: (?:nhé|nha|về|ạ|miễn phí))?"
            r"|ưu tiên (?:các|người|hộ|sinh viên|công nhân|gia đình|những|nhà)|mỗi (?:người"
            r"|nhà|hộ|suất) (?:một|1|\d|được)|ai cần|nhà nào cần|cần (?:thì |cứ )?(?:ib|inbox"
            r"|nhắn|alo|gọi|liên hệ|cmt)"
        ),
    ),
    Sign(
        "offer",
        3.0,
        Phrase(
            r"(?:\w+ nào|ai)(?: \w+){0,3} (?:cần|dùng|ăn|muốn|lấy|thích|thiếu)(?: (?:thì|cứ))? (?:em"
            r"|mình|tôi|con|cháu|nhắn|alo|ib|inbox|liên hệ|gọi|qua|sang) ?(?:cho|để|gửi|mang"
            r"|tặng|ship|biếu|chuyển|phần)?|(?:em|mình|tôi|con|cháu|cô|bác) (?:mang qua|ship cho"
            r"|để dành|để phần|nấu phần|gửi cho|chuyển cho|mang cho|chở giúp)|giới thiệu (?:giúp"
            r"|cho) (?:nhóm|em|mình|bên|đội|chúng)|dành (?:tặng )?\d+ (?:suất|bát|phần|túi)"
            r"|kinh phí hỗ trợ|trao (?:tặng )?\d+|hái (?:về )?ăn|không (?:tính|thu|lấy) (?:tiền"
            r"|phí)"
        ),
    ),
    Sign(
        "offer",
        3.0,
        Phrase(
            r"(?:\w+ nào|ai)(?: (?!thấy|gặp|biết|nhặt|giúp|cho|có|em|mình|tôi|cháu|thương|nhà"
            r"|bị|mất|nói|bảo|tốt|hảo)\w+){1,7} (?:gọi|nhắn|ib|inbox|alo|lấy|tới lấy|đến lấy"
            r"|điền|đăng ký|cmt|liên hệ|qua nhà)(?! (?:cho em|giúp))|(?:tài trợ|ủng hộ|gửi tặng"
            r"|trao tặng) (?:\d+|phường|bà con|các hộ|mỗi)|lập danh sách(?: \w+){0,5} (?:giúp"
            r"|để|gửi) (?:em|mình|bên|nhóm|công ty)|(?:em|mình|tôi|nhóm|công ty|bên em) muốn (?:gửi"
            r"|tặng|ủng hộ|giúp|chia)|còn \d+ phòng(?: trọ)? trống|phòng trống|(?:tình nguyện"
            r"|(?<!ai )nhận) (?:chở|đưa|đi chợ|kèm|dạy|mua|may|nấu)"
        ),
    ),
    # served
    Sign(
        "served",
        4.0,
        Phrase(
            r"(?:đã|vừa) (?:nhận|được cho|được tặng)(?: \w+){0,2} \d+ ?(?:kg|cân|thùng|gói|hộp|lon|túi|suất"
            r"|quả|chai|bao|yến)"
            r"|đã có người (?:gửi|mang|cho|giúp|nhận|lo|đưa|chở)|(?:thì )?(?:cũng )?đã có (?:gạo|thịt|sữa"
            r"|trứng|rau|thuốc|bỉm"
            r"|mì|đồ ăn|đủ)(?: \w+){0,3} rồi|chuyển (?:sang|qua|cho) (?:hộ|nhà|trường hợp|gia đình|người) "
            r"khác"
            r"|đã (?:được )?(?:hỗ trợ|xử lý|giải quyết) xong"
        ),
    ),
    Sign(
        "served",
        4.0,
        Phrase(
            r"(?:không|chẳng|khỏi|khỏi phải|hết|thôi)(?: (?:còn|phải|có))? (?:cần|nhận)(?: (?:hỗ trợ"
            r"|thêm|giúp|giúp đỡ|xin|gửi|gì|quà|gạo|đồ|nữa|ủng hộ|mọi người|được)){0,4} ?(?:nữa"
            r"|thêm|ạ)|xin (?:phép )?(?:dừng|ngừng|nhường|đóng|khóa|gỡ|xóa|tạm dừng|không nhận"
            r"|thôi)|(?:nhường|dành|để|chuyển)(?: \w+){0,4} (?:cho|lại cho) (?:người|nhà|hộ"
            r"|các|những|gia đình|ai|hoàn cảnh|trường hợp)(?: \w+){0,3} (?:khác|hơn|khó khăn"
            r"|cần)|(?:đừng|không cần|khỏi|thôi)(?: \w+){0,2} (?:gửi|gọi|chia sẻ|share|ủng hộ"
            r"|mang|chuyển|liên hệ|ship|lo)(?: \w+){0,3} (?:nữa|thêm)?"
        ),
    ),
    Sign(
        "served",
        3.5,
        Phrase(
            r"(?:đã|vừa|mới|được)(?: (?:được|nhận|có|xin|kịp|nhận đủ|tiếp)){0,4} (?:nhận|nhận được"
            r"|nhận đủ|hỗ trợ|giúp đỡ|cứu trợ|tiếp tế|giúp|tặng|mang|trao|phát|cấp)(?: [\w,]+){0,12} (?:rồi"
            r"|xong|đầy đủ|đủ|hôm qua|sáng nay|chiều nay|tối qua|hôm nay|trưa nay)|(?:đã|có) (?:người"
            r"|mạnh thường quân|phường|đoàn|ai|nhóm|bác|anh|chị|các anh|hội|công an|tổ trưởng"
            r"|nhà hảo tâm|bạn|cô)(?: \w+){0,6} (?:giúp|hỗ trợ|mang|cho|tặng|đưa|chở|ship|lo)"
            r"(?: [\w,]+){0,8} (?:rồi|xong|đủ)"
        ),
    ),
    Sign(
        "served",
        3.0,
        Phrase(
            r"(?:đã )?(?:nhận (?:được )?(?:đủ|quà|gạo|hỗ trợ|đồ|giúp đỡ|hàng|sữa|nhu yếu)|được hỗ trợ"
            r"|được giúp|đủ (?:dùng|ăn|rồi|cả)|ổn (?:rồi|cả|định)|tạm ổn|có gạo|có sữa|có đồ ăn)(?: "
            r"[\w,]+){0,6} rồi|đủ (?:dùng|ăn)(?: \w+){0,4}|(?:đã|tạm) ổn(?: định)?|(?:up ?date"
            r"|cập nhật|upd|edit|cập nhập|báo tin)(?=[\s:,.])|(?:trường hợp|gia đình|nhà|hộ"
            r"|bài|cụ|chị|anh|bác|bà|ông|xóm|phòng)(?: \w+){0,7} (?:đã|vừa|mới) (?:được|nhận"
            r"|có)(?: \w+){0,3} (?:hỗ trợ|giúp|quà|tiếp tế|nhận|gạo|trợ giúp|cứu trợ)|đã (?:được )?giải "
            r"quyết|đã xong|(?<!đang )(?:đóng|xóa|gỡ|khóa|xoá|khoá) (?:bài|cmt|bình luận|tin)"
            r"|bài này xong|(?:không|đừng|ngừng|dừng)(?: \w+){0,2} (?:quyên góp|ủng hộ|gửi"
            r"|gọi|share)(?: \w+){0,2} (?:thêm|nữa)|(?:có|được) (?:người|ai|bạn|đoàn|xe)(?: \w+){0,3} "
            r"(?:đón|đưa|chở|nhận|mang|cho)(?: \w+){0,5} rồi|đã (?:trao|tặng|mang|chuyển)(?: \w+){0,4} "
            r"(?:hộp|kg|gói|thùng|suất|quà|gạo|sữa)"
        ),
    ),
    Sign(
        "served",
        1.5,
        Phrase(
            r"hôm (?:trước|qua|kia)(?: \w+){0,4} (?:đăng|xin|kêu|cầu cứu|lên bài)|bài (?:đăng )?(?:trước"
            r"|hôm|cũ)|như (?:đã )?(?:đăng|post)|(?:đã|vừa) nhận (?:được )?|nhận được rồi|đã nhận"
            r"|đã được (?:hỗ trợ|giúp|phường|nhận|các|đoàn|công an|nhóm|tặng)"
        ),
    ),
)
