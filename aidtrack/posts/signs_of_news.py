"""Signs of all that is no help: thanks, rumours, violations, missing people, questions, notices and ads."""

from __future__ import annotations

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.signs import Sign

NEWS: tuple[Sign, ...] = (
    Sign("thanks", 3.0, Phrase(r"vỗ tay|nhớ mãi|tuyên dương|không biết nói gì hơn|đội ơn|biết ơn|tri ân")),
    Sign(
        "rumour", 3.0, Phrase(r"hình như(?: \w+){0,4} (?:có|là|bị|sắp)|không ai dám nói|đừng nói ai|tiết lộ")
    ),
    Sign(
        "rumour",
        4.0,
        Phrase(
            r"(?:có tin|tin chưa kiểm chứng|tin nóng|hot|nóng)(?= |:)|chắc chắn có (?:ổ dịch|f0|ca|dịch)"
            r"|(?:xã|phường|quận|họ"
            r"|bệnh viện|chính quyền) (?:ém|giấu|giấu nhẹm)|bấm vào (?:link|đường)|mã otp|mỗi (?:nhà|người"
            r"|hộ) (?:được|sẽ)"
            r"(?: \w+){0,2} \d+ (?:triệu|tr)(?![a-z])"
        ),
    ),
    Sign(
        "violation",
        3.0,
        Phrase(
            r"bán (?:gạo |hàng |đồ |quà )?cứu trợ|có ai xử lý|vào cuộc (?:đi|giúp|ngay|với)|bó tay|nhắc thì "
            r"(?:bảo|cãi|chửi|lại)"
            r"|nhắc (?:mãi|hoài|bao lần)|tháo khẩu trang|kéo khẩu trang|không đeo khẩu trang"
        ),
    ),
    Sign(
        "thanks",
        4.5,
        Phrase(
            r"(?:đã|được) (?:tìm thấy|tìm được|về (?:với|nhà|đến nhà)|đoàn tụ)(?: [\w,]+){0,4} (?:rồi|ạ|an "
            r"toàn)"
            r"|(?:bé|cụ|bà|ông|cháu|mẹ|bố) (?:lạc )?(?:đã|được)(?: \w+){0,3} (?:về với|về nhà|tìm thấy)"
        ),
    ),
    Sign(
        "question",
        3.0,
        Phrase(
            r"(?:có|được|bị|còn|phải)(?: \w+){1,5} (?:không|chưa) (?:mọi người|cả nhà|các bác|các mẹ|ad"
            r"|admin|nhỉ|vậy|mấy bác"
            r"|các chị|anh chị|cả nhà mình)|(?:làm|cần|nộp|xin) (?:thủ tục|giấy|hồ sơ)(?: \w+)? (?:gì|nào"
            r"|thế nào|ở đâu)"
        ),
    ),
    Sign(
        "other",
        4.0,
        Phrase(
            r"tuyển (?:tình nguyện|tnv|thành viên|cộng tác)|(?:thanh lý|bán gấp|bán lại|cần bán|bán rẻ|nhận "
            r"ship|nhận đặt|nhận làm)"
            r"(?: [\w,]+){0,16} \d{2,4} ?(?:nghìn|triệu|tr\d?|k)(?![a-z])|\d{2,3} ?nghìn(?: \w+){0,4},(?: "
            r"\w+){1,4} \d{2,3} ?nghìn"
            r"|(?:thanh lý|bán gấp)(?: (?!gạo|rau)\w+){0,3} (?:tủ|máy|xe|giường|bàn|nồi|quạt|điều hòa"
            r"|laptop|điện thoại)"
        ),
    ),
    Sign("violation", 3.5, Phrase(r"tự xưng|giả danh|mạo danh|đòi phí|lén lút|bất chấp|san sát")),
    # thanks
    Sign(
        "thanks",
        3.0,
        Phrase(
            r"(?:xin|gửi|muốn|thật|vô cùng|rất|chân thành|trân trọng|xin chân thành|xin được"
            r"|thay mặt|xin gửi|ngàn lần|cho em gửi|cho tôi gửi|em|cháu|con|tôi|mình|gia đình em"
            r"|cả nhà em)?(?: lời)? ?(?:cảm ơn|cám ơn|biết ơn|tri ân|cảm kích|đội ơn|cảm tạ)(?: \w+){0,2} "
            r"(?:các (?:anh|chị|bác|cô|chú|bạn|đồng chí|cán bộ|y|nhà|chiến|mạnh|em|tình)|phường"
            r"|công an|đoàn|chính quyền|tổ|nhóm|bác|anh|chị|cô|chú|những|hội|ubnd|đội|đảng"
            r"|lực lượng|y bác sĩ|bạn|nhà hảo tâm|mạnh thường quân|ban|bà con|trạm|xã|tới|đến"
            r"|sự|tấm lòng|em|cụ|tình cảm)"
        ),
    ),
    Sign(
        "thanks",
        3.0,
        Phrase(
            r"(?:cảm ơn|cám ơn|biết ơn|tri ân|đội ơn)(?: [\w,]+){0,14} (?:đã|vì|luôn|không quản"
            r"|ngày đêm|vất vả)|(?:ấm lòng|cảm động|xúc động|ấm áp tình|nghĩa tình|tấm lòng vàng"
            r"|lá lành đùm|thật tuyệt|tuyệt vời|yêu (?:quá|lắm)|đáng quý|tự hào|tình người"
            r"|biết ơn|tuyên dương|khen|hoan hô|no bụng|ngưỡng mộ|thả tim|trân trọng|chúc (?:các anh"
            r"|đội|đoàn))"
        ),
    ),
    Sign("thanks", 1.0, Phrase(r"cảm ơn|cám ơn|biết ơn|đội ơn|tri ân")),
    # rumour
    Sign(
        "rumour",
        4.0,
        Phrase(
            r"nghe (?:nói|đồn|bảo|tin|phong phanh|người ta|mọi người|ngta|hàng xóm|đâu|thấy"
            r"|kể|loáng thoáng|các bà)|(?:thấy|mọi người|ngta|người ta|hàng xóm|nhiều người"
            r"|có người|các bà|mấy bà|chúng nó|ông bạn|bạn em|trên mạng|trên zalo|trên facebook"
            r"|bạn mình|bà bán|chị hàng xóm)(?: \w+){0,3} (?:(?:bảo|nói|kêu)(?: (?:là|rằng"
            r"|nhau|mai|sắp|tối|phường|chợ|hà nội|sẽ|toàn|số ca|có \d+))|đồn|xôn xao|truyền tai"
            r"|rỉ tai|bàn tán|kháo|lan truyền)|(?:tin|lời) đồn|đồn (?:là|rằng|ầm|thổi|nhau"
            r"|đoán)|lan truyền|thực hư|tin (?:chuẩn|nội bộ|mật|giả|vịt|nóng|hot|hành lang"
            r"|này|thất thiệt)|fake ?news?|nguồn tin|người (?:nhà|quen|thân|bạn)(?: \w+){0,5} (?:làm"
            r"|công tác)(?: \w+){0,6} (?:bảo|nói|báo)|có (?:thật|đúng|chuẩn)(?: là)? không"
            r"|thật không|có thật|tin đó|xác thực|kiểm chứng"
        ),
    ),
    Sign(
        "rumour",
        1.5,
        Phrase(
            r"(?:share|chia sẻ|lan tỏa|truyền|báo)(?: \w+){0,2} (?:gấp|ngay|rộng rãi|cho người thân)"
            r"|phong tỏa|giới nghiêm|thiết quân luật|quân đội|vỡ trận|ca (?:tử vong|chết|dương tính"
            r"|f0|nhiễm)|mấy chục ca|cấm (?:hết|chợ|ra đường)|đóng (?:hết )?(?:chợ|siêu thị)"
            r"|tích trữ|mua (?:ngay|gom|tích)|uống (?:nước )?(?:chanh|gừng|tỏi)|xông|phun (?:thuốc"
            r"|khử)|trực thăng|chết người|đúng không|phải không|hoang mang|xịt thuốc|(?:báo"
            r"|đài|tv) không (?:dám )?(?:đăng|đưa|nói)|copy|cứu người|chữa khỏi|(?:vi rút|virus"
            r"|virut|covid)(?: \w+){0,3} (?:chết|khỏi|hết|sạch)|bí mật|chưa công bố|giấu dịch"
            r"|không công bố"
        ),
    ),
    # violation
    Sign(
        "violation",
        3.5,
        Phrase(
            r"tụ tập|tụm năm tụm ba|không (?:đeo|chịu đeo) khẩu trang|(?:mở|bán|hoạt động|tổ chức"
            r"|họp|chơi|tụ)(?: \w+){0,4} (?:lén|chui|bất chấp|trái phép|giữa mùa dịch|mùa dịch)"
            r"|lén (?:lút|mở|bán|ra)|vi phạm|trốn (?:cách ly|khai báo|chốt|ra|về|khỏi)|(?:ăn "
            r"|uống )?nhậu(?: nhẹt)?|đánh (?:bài|bạc|cờ|cầu lông|liêng|tá lả)|cờ bạc|đá gà"
            r"|karaoke|đá bóng|không (?:có )?giấy đi đường|chui rào|vượt chốt|thông chốt|không khai "
            r"báo|không chấp hành|không tuân thủ|bất chấp|coi thường|ý thức(?: \w+){0,2} kém"
            r"|vô ý thức|không có ý thức|thiếu ý thức|không giữ khoảng cách|tổ chức (?:sinh nhật"
            r"|ăn uống|đám|tiệc|nhậu)|cắt giấy|giấy đi đường giả|ra ngoài (?:chơi|không lý do)"
            r"|cafe chui|trà đá"
        ),
    ),
    Sign(
        "violation",
        3.0,
        Phrase(
            r"(?:đề nghị|yêu cầu|mong|nhờ|báo|kính đề nghị|phản ánh|tố cáo|trình báo|kính báo"
            r"|xin báo|kính mong|đề xuất)(?: \w+){0,8} (?:xử lý|xử phạt|kiểm tra|nhắc nhở|nhắc"
            r"|xuống kiểm tra|vào cuộc|giải tán|can thiệp|phạt|dẹp|xem xét xử lý|chấn chỉnh"
            r"|làm rõ)|(?:xử lý|xử phạt|phạt|giải tán|dẹp)(?: (?:nghiêm|nặng|dùm|giùm|giúp"
            r"|thật|ngay|đi|với|mấy|nhóm|đám|bọn))|phản ánh|tố cáo|tố giác|báo công an"
        ),
    ),
    Sign(
        "violation",
        3.0,
        Phrase(
            r"(?:lừa đảo|trộm|móc túi|cướp|gây rối|đua xe|xả rác|vứt rác|đổ trộm|đốt rác|mạo danh"
            r"|giả danh|gian lận|ăn chặn|chặt chém|cắt cổ|găm hàng|đội giá|thổi giá|tăng giá vô"
            r"|ma túy|nghiện|quấy rối|bạo hành|đánh đập|ồn ào|hát hò|bán (?:hàng )?giả|đầu cơ"
            r"|nâng giá|ép giá|giả (?:nhân viên|cán bộ|công an|y tế|shipper|làm)|chém|thu tiền (?:test"
            r"|tiêm|vào)|trình báo|cảnh báo|bán đắt|không khẩu trang|quản lý thị trường|ai quản"
            r"|chặt đẹp)"
        ),
    ),
    # missing person
    Sign(
        "missing_person",
        5.0,
        Phrase(
            r"(?:đi|bị|thất|trẻ|cụ|bé|bà|ông|người) lạc(?! quan|,| rang)|lạc (?:con|cháu|bé"
            r"|đường|mất|nhà|người|mẹ|bố|gia đình|ở)|thất lạc|mất tích|tìm (?:cháu (?:gái|trai)"
            r"|cụ (?:ông|bà)|người (?:thân|nhà|lạc|mất|đi)|trẻ lạc|gia đình (?:cho|của)|con (?:gái"
            r"|trai)?(?: \w+){0,4} (?:bỏ|mất|đi)|mẹ|bố|cháu|cụ|bé|bà|ông|ba|em (?:trai|gái)"
            r"|chồng|vợ|chị gái|anh trai)|bỏ (?:nhà )?đi (?:từ|khỏi|lúc|hôm|đâu|mất|sáng|chiều"
            r"|tối)|bỏ nhà|(?<!được )(?<!không )(?<!hạn chế )(?:đi|ra) khỏi (?:nhà|ngõ|phòng"
            r"|chung cư|khu)|rời (?:khỏi )?nhà|không nhớ (?:nhà|đường|tên|địa chỉ)|không biết (?:nhà|tên)"
            r"|(?:chưa|không|vẫn chưa)(?: thấy)? (?:về nhà|trở về|quay về|thấy về)|chưa thấy về"
            r"|(?:sáng|trưa|chiều|tối|qua|giờ) (?:vẫn )?chưa về(?! được)"
            r"|ai là người (?:nhà|thân)|người nhà (?:đến|liên hệ|ra|đâu|của cụ|của bé|ở đâu)"
            r"|mất liên lạc|không liên lạc được"
        ),
    ),
    Sign(
        "missing_person",
        2.5,
        Phrase(
            r"(?:ai|bác nào|nếu ai|có ai)(?: \w+){0,4} (?:thấy|gặp|nhìn thấy|biết)(?: (?:cụ"
            r"|bà|ông|bé|cháu|em|anh|chị|người|mẹ|bố|ở đâu|tung tích))|đặc điểm(?: nhận dạng)?"
            r"|(?:mặc|đội|đi)(?: \w+){0,3} (?:áo|quần|mũ|dép|váy)(?: \w+){0,5} (?:màu|đỏ|xanh"
            r"|trắng|đen|hoa|kẻ|tím|vàng|nâu|hồng|cộc|dài)|mặc (?:áo|quần|bộ|váy)|dáng người"
            r"|cao (?:khoảng|tầm|1m)|tóc (?:bạc|ngắn|dài|búi)|lẫn|alzheimer|trí nhớ kém|hay quên"
        ),
    ),
    # question
    Sign(
        "question",
        3.0,
        Phrase(
            r"(?:cho|xin|xin phép)(?: (?:em|mình|tôi|cháu|con|hỏi|nhà em|bác|chị|anh|phép|được"
            r"|mọi người|e)){0,4} hỏi(?! thăm mua)|hỏi (?:chút|tí|thăm|ngu|xíu|mọi người|cả nhà"
            r"|ad|các|tý)|(?:có ai|mọi người|cả nhà|bác nào|admin|ad|nhà mình|các bác|anh chị"
            r"|các mẹ|mình|bạn nào)(?: \w+){0,4} (?:biết|cho hỏi|rõ|có kinh nghiệm|làm rồi"
            r"|đã tiêm|chỉ (?:em|mình|giúp))|ai (?:biết|rõ|có kinh nghiệm|chỉ)(?! (?:nhà|hoàn cảnh"
            r"|trường hợp|hộ|xóm|chỗ khó))|thắc mắc|tư vấn"
        ),
    ),
    Sign(
        "question",
        2.0,
        Phrase(
            r"(?:ở )?(?:chỗ|nơi|chợ|hiệu thuốc|cửa hàng|siêu thị|quán|đâu|hàng) nào(?: \w+){0,5}"
            r"|ở đâu|thế nào|như thế nào|khi nào|(?<!chưa )bao giờ|mấy giờ|làm sao|được không|phải không"
            r"|đúng không|bao nhiêu|có (?:phải|cần|được)(?: \w+){0,6} không|đâu (?:ạ|nhỉ|vậy)"
            r"|là gì|ra sao|có không|(?:chưa|không|nhỉ|hả|gì|nào|đâu)(?: ạ| nhỉ| vậy| thế| mọi người"
            r"| các bác| cả nhà| ad)?[ ]?\?"
        ),
    ),
    Sign("question", 1.0, Phrase(r"[^?]{0,1}\?")),
    # other
    Sign(
        "other",
        3.5,
        Phrase(
            r"(?:ubnd|ubmttq|mttq|hội|đoàn|phường|quận|xã|trạm y tế|ban chỉ đạo|thành phố)(?: \w+){0,4} "
            r"(?:kêu gọi|vận động|phát động|tổ chức|tiếp nhận)|tìm người (?:thuê|ở ghép)|hiến máu"
            r"|(?:thông báo|thông cáo|thông tin)(?: (?:về|lịch|từ|tới|đến|khẩn|chính thức|của"
            r"|số|tiêm|đổi|:))|ubnd|ủy ban nhân dân|công an (?:phường|quận|xã|thành phố)(?: \w+){0,3} "
            r"(?:thông báo|khuyến cáo|đề nghị|yêu cầu|nhắc|kêu gọi|lưu ý|cảnh báo)|khuyến cáo"
            r"|kế hoạch số|công điện|chỉ thị số|(?<!tới )(?<!đến )(?:lịch|danh sách|kế hoạch) (?:tiêm"
            r"|lấy mẫu|xét nghiệm|đi chợ|phát|cắt|thu)|bản tin|sáng nay (?:hà nội|ghi nhận)"
            r"|ghi nhận (?:thêm )?\d+|đề nghị (?:bà con|nhân dân|các hộ|người dân|toàn thể"
            r"|quý)|kính (?:mời|thông báo|đề nghị)|nhắc (?:bà con|nhở bà con)|tuyên truyền"
            r"|yêu cầu (?:người dân|bà con|các hộ)"
        ),
    ),
    Sign(
        "other",
        3.5,
        Phrase(
            r"(?:nhận|có|đang|bên em|shop|chuyên) (?:bán|đặt|order|cung cấp|sỉ|giao)(?: \w+){0,2}"
            r"|giá (?:chỉ |bán |từ |rẻ|gốc|ưu đãi|bình ổn|tốt|sỉ|niêm yết)|\d+ ?nghìn ?/|thanh lý"
            r"|pass (?:lại|đồ)|tuyển (?:dụng|nhân viên|gấp|người|ctv|shipper|lao động)|cho thuê"
            r"|cần (?:bán|thuê|tuyển)|bình ổn(?: giá)?|khuyến mãi|giảm giá|sale|freeship|free ship"
            r"|đặt hàng|ship (?:toàn|tận|cod|nội|hàng)|hàng (?:tươi|về|mới|sẵn)|order|combo"
            r"|đồng giá|inbox (?:giá|shop)|cửa hàng(?: \w+){0,4} (?:mở|bán|phục vụ)|lương (?:cao"
            r"|từ|\d+ ?(?:triệu|-))|mua ngay|chốt đơn|ctv|vay (?:nhanh|vốn|tiền nhanh|tín chấp)"
            r"|giải ngân|lãi (?:suất|chỉ|\d)|bất động sản|chính chủ|học phí|khóa học|mở bán"
            r"|bán (?:tại|từ|online|giá|lẻ)"
        ),
    ),
    Sign(
        "other",
        2.5,
        Phrase(
            r"chúc (?:mọi người|cả nhà|bà con|mừng|các|anh|sức)|(?:rơi|mất|nhặt được|đánh rơi"
            r"|tìm) (?:ví|chìa khóa|giấy tờ|xe|điện thoại|chó|mèo|thẻ|cccd|túi|cún|bé (?:chó"
            r"|mèo|cún))|(?:chó|mèo|cún|poodle|corgi|vẹt)(?: \w+){0,4} (?:lạc|mất|chạy)|lạc (?:chó"
            r"|mèo|cún|mất (?:chó|mèo|cún))|chào buổi|hà nội ơi|cố lên|chiến thắng|cùng nhau"
            r"|5k|hôm nay trời|thời tiết|nội quy(?: nhóm)?|thành viên mới|admin (?:nhóm|nhắc"
            r"|xin)"
        ),
    ),
)
