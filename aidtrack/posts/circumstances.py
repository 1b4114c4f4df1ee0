"""In which categories of hardship a household belongs, by the words of its post; several may hold."""

from __future__ import annotations

from collections.abc import Mapping

from aidtrack.posts.needs import Found
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written

_PROVINCES = (
    r"thanh hóa|nghệ an|hà tĩnh|quảng bình|nam định|thái bình|hà nam|ninh bình|hưng yên"
    r"|hải dương|hải phòng|bắc giang|bắc ninh|phú thọ|yên bái|tuyên quang"
    r"|hà giang|cao bằng|lạng sơn|bắc kạn|thái nguyên|sơn la|điện biên|lai châu|lào cai"
    r"|hòa bình|vĩnh phúc|quảng ninh|quảng trị|huế|đà nẵng|quảng nam|gia lai|đắk lắk"
    r"|đăk lăk|kon tum"
    r"|mường lay|tây ninh|lâm đồng|bình dương|bình định|phú yên|khánh hòa|đồng nai"
    r"|đồng tháp|cần thơ|cà mau|sóc trăng|an giang|kiên giang|bình phước|đắk nông|đắc lắc"
    r"|nghệ tĩnh|xứ nghệ|bắc cạn|sapa|tây bắc|đồng bào|miền trung|miền núi|các tỉnh"
    r"|tỉnh lẻ|tỉnh xa|xứ thanh|mộc châu|quan hóa|mường lát|như xuân|nông cống|tĩnh gia|hậu lộc|nga sơn|thọ "
    r"xuân|kỳ sơn"
    r"|tương dương|con cuông|quỳ châu|đô lương|yên thành|nghi lộc|hải hậu|giao thủy|nghĩa hưng|ý yên|vụ bản"
    r"|trực ninh"
    r"|thái thụy|tiền hải|kiến xương|vũ thư|đông hưng|quỳnh phụ|khoái châu|ân thi|lý nhân|bình lục|kim bảng"
    r"|lục ngạn"
    r"|lạng giang|yên thế|sơn động|đồng hỷ|định hóa|mù cang chải|trạm tấu|văn chấn|bắc hà|sa pa|bảo yên|mèo "
    r"vạc|đồng văn"
    r"|hoàng su phì|chiêm hóa|na hang|lạc sơn|kim bôi|mai châu|đà bắc|tân lạc|thanh sơn|yên lập|cẩm khê|lập "
    r"thạch"
)
_STUCK = (
    r"(?:bị )?(?:mắc kẹt|kẹt lại|kẹt dịch|mắc lại|kẹt(?! (?:ở|tại|trong|bên|dưới|trên"
    r"|bình|sài|lạng|đồng|đà)))(?: (?:lại|tại|giữa))?|kẹt (?:ở |tại |lại )?(?:đây|hà nội"
    r"|thủ đô|phòng trọ)"
    r"|(?:không|chưa|chẳng|chả)(?: \w+){0,3} về(?: được)?(?: (?:với|dưới|đến))? (?:quê"
    r"|được quê|nam|bắc|nhà được|được)|về (?:quê )?(?:không|chẳng) được"
    r"|(?:hết|không có|chẳng có|không còn|cấm|ngừng) xe(?: khách)?(?: để)? về|(?:chốt|xã|quê|tỉnh) không "
    r"cho (?:về|qua|vào)"
    r"|bị (?:quay đầu|chặn ở chốt|chặn lại)|về không được|(?:xin|tìm|nhờ) (?:xe )?(?:đi nhờ )?về quê"
    r"|về quê (?:không được|chưa được|cũng không)|không (?:kịp|thể) về|chưa (?:kịp"
    r"|thể) về|muốn về quê|ở lại hà nội"
)
TABLE: Mapping[str, Phrase] = {
    "student": Phrase(
        r"sinh viên|tân sinh viên|học viên (?:trường|học viện|cao đẳng)|học (?:năm (?:nhất"
        r"|hai|ba|cuối|\d)|đại học|cao đẳng|trung cấp nghề)"
        r"|(?:đại học|đh|cao đẳng|học viện) (?:bách khoa|quốc gia|kinh tế|xây dựng|công nghiệp"
        r"|thương mại|mỏ|sư phạm|nông nghiệp|công đoàn|y|luật|thủy lợi|giao thông|điện lực"
        r"|lao động|ngoại thương|ngân hàng|tài chính|văn hóa|kiến trúc|phương đông|thăng long"
        r"|fpt)"
        r"|ký túc xá|ktx|(?:em|mình|cháu|con) (?:là )?(?:svien|sv)(?: năm \d)?|kí túc"
    ),
    "patient_relative": Phrase(
        r"người nhà (?:của )?(?:bệnh nhân|người bệnh)|(?:chăm|trông|nuôi|chăm sóc|phục vụ"
        r"|chăm nom|chăm nuôi)"
        r" (?:nom |sóc |nuôi )?(?:em |cho |người nhà |người ốm |người bệnh |bệnh |mẹ |bố "
        r"|cha |con |con gái |con trai |cháu |vợ |chồng |bà |ông |cụ |bé |anh trai |chị gái "
        r"|em trai |em gái |gái |trai |em |bị |đang |nội |ngoại |mổ |ung thư |ốm |bệnh "
        r"|điều trị |chữa bệnh |chạy thận |phẫu thuật |xạ trị |hóa trị |tai nạn |nằm |ở "
        r"|tại |trong |trên |k |u ){0,5}"
        r"(?:bệnh viện|viện|nằm viện|người ốm|người bệnh|bệnh nhân|bệnh|mổ|ung thư|phẫu thuật"
        r"|hóa trị|xạ trị|chạy thận)"
        r"|(?:chăm|trông|chăm sóc|theo|phục vụ|nuôi) (?:\w+ )?(?:mẹ|bố|cha|con|vợ|chồng|bà|ông|cụ|bé|cháu"
        r"|anh|chị|em)(?: \w+){0,7} "
        r"(?:viện|bệnh viện|nằm viện)|(?:mẹ con|bố con|vợ chồng|bà cháu|ông cháu|anh em|chị em)(?: "
        r"\w+){0,5} (?:cổng|hành lang|gần|trước|quanh)"
        r" (?:bệnh viện|viện)"
        r"|(?:đưa|cho) (?:mẹ|bố|cha|con|con trai|con gái|cháu|vợ|chồng|bà|ông|bé|em trai"
        r"|em gái|chị|anh)(?: \w+){0,3} (?:đi|lên|ra|xuống|vào)(?: \w+){0,3} (?:chữa|khám"
        r"|điều trị|mổ|phẫu thuật|viện|bệnh viện|xạ trị|hóa trị|chạy thận)"
        r"|nuôi bệnh|chăm bệnh|người nuôi bệnh|chăm người ốm|có (?:con|mẹ|bố|vợ|chồng|cháu"
        r"|bà|ông|người nhà)(?: \w+){0,3} (?:đang )?(?:nằm|điều trị|mổ|chữa)(?: \w+){0,2} (?:ở "
        r"|tại |trong )?(?:bệnh viện|viện)"
    ),
    "patient": Phrase(
        r"bác sĩ cho (?:mẹ|bố|con|vợ|chồng|bà|ông|em|cháu|bé)(?: \w+)? về|(?:xuất|ra|nằm|nhập) viện|ruột "
        r"thừa|đau bụng|đau dữ dội"
        r"|f0 (?:đang )?(?:tự|điều trị|cách ly tại nhà|sốt|nặng)|thuốc (?:tim|ung thư|động kinh|thận|gan"
        r"|chống thải)"
        r"|bệnh (?:tim|phổi|gan|thận|ung thư|mãn tính|mạn tính|dạ dày|khớp|lao|máu|xương)"
        r"|tim bẩm sinh|(?:truyền|vào) (?:hóa chất|thuốc|máu)|gãy (?:chân|tay|xương)|bó bột"
        r"|(?<!lò )(?<!giết )(?<!sinh )(?<!đẻ )mổ(?! côi)(?! (?:lợn|gà|bò|cò|xẻ))|(?:(?<!xe )ốm|sốt)(?! "
        r"(?:ruột|giá|đất|đói))"
        r"|cấp cứu|động kinh|(?<!vì )(?<!do )tai nạn|co giật|chạy máy|điều trị|xuất huyết|sỏi thận|gout"
        r"|gút|viêm \w+|suy \w+|đau (?:tim|nặng|dạ dày|ruột thừa)|liệt giường|bệnh (?:án"
        r"|nặng)|hậu phẫu|bệnh nhân|chạy thận|lọc máu|suy thận|ung thư|hóa trị|xạ trị|truyền hóa "
        r"chất|hóa chất|điều trị (?:ngoại trú|dài ngày|bệnh|ở|tại|ung thư)|bệnh (?:hiểm nghèo"
        r"|nặng|tim|thận|gan|phổi|máu|viện k|nan y|nền|tật|tiểu đường)"
        r"|tai biến|đột quỵ|tiểu đường|huyết áp cao|cao huyết áp|parkinson|thalassemia"
        r"|tan máu|chờ mổ|sau mổ|mới mổ|vừa mổ|phải mổ|ghép thận|u não|u máu|bệnh lao|lao phổi"
        r"|bạch cầu|xơ gan|nằm (?:liệt )?giường|ốm nặng|ốm liệt giường|viêm (?:cầu thận"
        r"|phổi|gan)"
        r"|(?:đi|đang|lên|ra)(?: hà nội)? (?:chữa|khám|trị) bệnh|bị (?:bệnh|ốm|ung thư"
        r"|tai nạn|gãy chân|gãy tay|suy|động kinh|tâm thần)|suy tim|hen suyễn"
    ),
    "disabled": Phrase(
        r"khuyết tật|tàn tật|tật nguyền|nkt|(?:bị|trai|gái|chồng|vợ|bố|mẹ|con) liệt(?! (?:sĩ"
        r"|sỹ))|liệt (?:nửa người|hai chân|2 chân|chân"
        r"|toàn thân)|bại liệt|bại não|mù(?! cang)(?: lòa| cả| hai| 2| mắt)?|khiếm thị|khiếm thính"
        r"|câm điếc|câm(?! ơn)|điếc|cụt (?:chân|tay|một|1|hai|2)|xe lăn"
        r"|chân giả|tay giả|cụt|chất độc (?:màu )?da cam|di chứng da cam|phân liệt|thiểu năng|hội chứng down"
        r"|bệnh down|bị down|tự kỷ|chậm phát triển|mất (?:một |1 |hai |2 )?(?:chân|tay)"
        r"|hỏng mắt|không nhìn thấy|tâm thần|không nói được|không đi lại được|ngớ ngẩn"
        r"|thần kinh"
    ),
    "child": Phrase(
        r"(?:bố mẹ|ba mẹ|cha mẹ|bố|mẹ)(?: (?:cháu|bé|các|các cháu|nó|chúng|chúng nó|hai|2|hai đứa"
        r"|đều|bị|đang|phải|thì|đã|cả|là|cùng|của)){0,5} (?:đi |vào |ở )?(?:cách ly|f0"
        r"|f1|dương tính|khu cách ly|chống dịch|tuyến đầu|trực chốt|bệnh viện dã chiến"
        r"|đi chống dịch|nhiễm covid|mắc covid|điều trị covid|tham gia chống dịch|trực dịch"
        r"|tập trung)"
        r"|(?:cháu|bé|trẻ|con|em|đứa|cháu nhỏ)(?: \w+){0,3} mồ côi|mồ côi(?: cả| cha| mẹ"
        r"| bố)?|trẻ (?:em )?(?:có )?hoàn cảnh (?:đặc biệt|khó khăn)|(?:bố mẹ|cha mẹ|ba mẹ)(?: \w+){0,2} "
        r"(?:đi tù|mất|mất sớm|bỏ đi|bỏ rơi|ly hôn|bỏ nhau)"
        r"|(?:bố mẹ|cha mẹ|ba mẹ)(?: \w+){0,6} (?:không (?:ra|về|lên)(?: \w+)? được|kẹt"
        r"|đi làm xa|ở trong nam|làm ăn xa|tuyến đầu)|(?:bố|mẹ|ba|bố mẹ)(?: \w+){0,3} (?:là "
        r"|làm )(?:bác sĩ|y tá|điều dưỡng|công an|bộ đội|y bác sĩ|nhân viên y tế)(?: \w+){0,4} (?:chống "
        r"dịch|tuyến đầu|dã chiến|trực|cách ly)|bị bỏ rơi|trẻ lang thang|không (?:có )?bố mẹ"
        r"|con (?:của )?(?:bác sĩ|y tá|cán bộ|chiến sĩ|điều dưỡng)(?: \w+){0,2} (?:chống dịch"
        r"|tuyến đầu)"
    ),
    "policy": Phrase(
        r"(?:hộ|diện|gia đình|sổ|nhà) (?:cận )?nghèo|sổ hộ (?:cận )?nghèo|đối tượng chính sách|(?:gia đình"
        r"|hộ|diện|nhà|thuộc|người) (?:diện )?chính sách"
        r"|bảo trợ xã hội|trợ cấp xã hội|btxh|đối tượng bảo trợ|diện bảo trợ"
    ),
    "merit": Phrase(
        r"người có công|gia đình có công|có công với (?:cách mạng|nước)|thương binh|bệnh binh"
        r"|thương bệnh binh|liệt (?:sĩ|sỹ)|mẹ việt nam anh hùng|huân chương kháng chiến"
        r"|cựu tù|thanh niên xung phong"
        r"|lão thành cách mạng|mẹ vnah|tù đày"
    ),
}
LOST_JOB = Phrase(
    r"(?:treo|khóa|cắt) (?:app|tài khoản|xe|hợp đồng)|(?:hết|tạm hoãn|chấm dứt|cắt) hợp đồng|dẹp (?:tiệm"
    r"|quán|hàng|sạp|luôn)"
    r"|(?:quán|tiệm|sạp|hàng|vỉa hè) (?:\w+ ){0,2}(?:cũng )?dẹp|(?:cấm|không cho|không được) (?:chạy|bán"
    r"|hoạt động|mở|họp chợ)"
    r"|đắp chiếu|cất xe|(?:đều|cả hai|cùng|phải) (?:ngồi|nằm) (?:nhà|không|chơi)|lương (?:0|không) đồng|trả "
    r"mặt bằng|đóng (?:tiệm|quán|cửa hàng|sạp|xưởng)|giãn việc|(?:không|chẳng) ai (?:mướn|thuê|gọi|đặt)"
    r"|(?:không|chẳng) có (?:đồng|xu) (?:nào|lương)|(?:giam|chậm|nợ|quỵt|cắt) lương|lương(?: tháng \d+)? "
    r"(?:chưa|không) (?:về|có|trả|thấy)"
    r"|mất (?:hết )?thu nhập|không (?:có )?thu nhập|thu nhập (?:bằng|về) (?:0|không)|thất thu|không kiếm "
    r"(?:ra|nổi)|không có việc"
    r"|(?:thầu|chủ thầu|cai)(?: \w+)? (?:bỏ|trốn|chạy)|(?:chủ|ông chủ|bà chủ)(?: \w+)? (?:cho nghỉ|không "
    r"trả|bỏ trốn)"
    r"|(?:chưa|không|chẳng)(?: ai| có ai)? (?:được )?đi làm(?: lại)?(?: được)?|(?:cơ sở|phòng tập|trung tâm"
    r"|rạp|bar|quầy|sạp|khách sạn|hãng|nhà xe)"
    r"(?: \w+){0,4} (?:đóng|nghỉ|dừng|ngừng|giải thể|cho nghỉ)|(?:không|hết) (?:có )?(?:show|đơn|ca|cuốc"
    r"|mối|hàng để làm)(?! (?:nào )?(?:f0|dương))"
    r"|nghỉ(?! (?:hưu|mát|ngơi|lễ|học|trưa|tết|dưỡng|chân|ốm|thai|sinh|đẻ|hè))|(?:chợ"
    r"|trại|bãi|lò|bến|sân|trường|công ty|xưởng|quán|chủ|cửa hàng|nhà hàng|công trình"
    r"|công trường|nhà máy|tiệm|cơ quan|shop|spa|hàng(?! xóm))(?: (?!lại|không)\w+){0,3} (?:bị |phải |đã "
    r"|tạm |đều )?(?:đóng|dừng|nghỉ|phong tỏa|bỏ trốn|phá sản|ngừng|cắt ca|cắt giảm"
    r"|sa thải|cho nghỉ)|bị (?:cắt ca|cắt lương|thu xe)|(?:bán|chạy|làm|hát) (?:\w+ ){0,2}(?:không "
    r"được|chẳng được|ế|không ai)|không (?:chạy|bán|làm|kiếm|nhặt|chở) (?:\w+ ){0,2}được"
    r"|chưa (?:có )?lương|không có khách|giờ thất nghiệp"
    r"|(?:không|chưa|quỵt|nợ) trả lương|(?:chưa|không) trả lương|xe bị (?:giữ|thu)"
    r"|(?:chủ|cai)(?: thầu)? (?:bỏ trốn|quỵt|bùng|ôm tiền)|không (?:ai )?thuê(?: nữa)?"
    r"|mất việc(?: làm)?|thất nghiệp|(?:bị |phải |được |tạm |đang |đều |cho ){0,3}nghỉ (?:việc"
    r"|làm|dịch|không lương)|không (?:có |còn )?(?:việc(?: làm| gì)?|công việc|công ăn việc "
    r"làm|thu nhập|lương|nguồn thu|đồng thu nhập|đồng lương|ai thuê|ai gọi)"
    r"|không (?:được |thể |có )?(?:đi làm|chạy xe|chạy được|bán được|bán hàng|buôn bán"
    r"|đi chợ bán|chạy grab|làm được|làm ăn)(?: được| gì| gì được)?|mất (?:thu nhập"
    r"|nguồn thu|hết thu nhập|kế sinh nhai)"
    r"|(?:công ty|quán|cửa hàng|xưởng|chỗ làm|nhà hàng|công trình|công trường|nhà máy"
    r"|nơi làm|tiệm)(?: \w+){0,4} (?:đóng cửa|phá sản|tạm dừng|dừng|ngừng|cắt giảm"
    r"|giải thể|tạm đóng|nghỉ|tạm ngừng)|bị (?:cho nghỉ|sa thải|đuổi việc|cắt giảm"
    r"|cắt hợp đồng)"
    r"|(?:dừng|ngừng|ngưng) (?:việc|làm|thi công|hoạt động|chạy|bán)|hết việc|công việc (?:không "
    r"có|bị mất|tạm dừng|không còn)|treo việc|mấy tháng không (?:lương|việc|làm)|ở nhà (?:mấy"
    r"|hơn|gần|cả|\d) ?(?:\d |tháng|tuần)|(?:thu nhập|lương) không (?:có|còn)|(?:cho"
    r"|phải) nghỉ(?= |,|\.)"
    r"|chưa (?:có|được nhận|nhận được|lĩnh) lương|không (?:ai|có ai) (?:thuê|gọi)|không làm "
    r"ra tiền|không kiếm được"
)
_STRANDED = Phrase(_STUCK)
_FROM_AFAR = Phrase(
    rf"(?:quê|người|dân|gốc|từ|quê ở|quê quán|tỉnh|lên từ|thường trú|hộ khẩu|nhà ở|dưới|trên)[\s:]*"
    rf"(?:em |tôi |mình "
    rf"|cháu |anh |gốc |quán |ở |tận |mãi |trong |trên |tại |từ |tỉnh ){{0,3}}(?:{_PROVINCES})"
    rf"|(?:ở|về) (?:{_PROVINCES})(?: \w+){{0,2}} (?:lên|xuống|ra|vào đây)"
    rf"|(?:{_PROVINCES}) (?:lên|xuống|ra) (?:đây|hà nội|làm)"
    rf"|(?:không|chưa|chẳng) (?:có xe )?về (?:được )?(?:{_PROVINCES})|về (?:{_PROVINCES}) (?:không|chưa) được"
    r"|lán (?:trại|công trình|xây)"
    r"|(?:người|dân tộc) (?:thái|mường|mông|hmông|dao|tày|nùng|khơ mú|sán dìu|giáy|cao lan)(?! (?:hà|thịnh"
    r"|bình))"
    rf"|quê(?: \w+){{1,4}} (?:{_PROVINCES})|ngoại tỉnh|tỉnh khác|tỉnh lẻ|xa quê|ngoài tỉnh|quê xa|dân tỉnh"
    r"|(?:lên|ra|xuống) (?:hà nội|thủ đô|đây) (?:làm|kiếm|mưu sinh|đi làm|thuê|bán)|ở quê (?:ra|lên)"
)
_WORKERS_STRANDED = Phrase(
    r"(?:lao động|công nhân|thợ|người lao động)(?: \w+){0,3} (?:ngoại tỉnh|mắc kẹt"
    r"|kẹt lại|tỉnh lẻ|tỉnh khác|xa quê|nhập cư|ở tỉnh)"
)
_ELDERLY = Phrase(
    r"con cái không có|không có con|một thân một mình|hai thân già|neo đơn|cô đơn|đơn chiếc|không nơi nương "
    r"tựa|không ai chăm(?: sóc| nom)?|(?:ở"
    r"|sống|có|còn|lủi thủi|thui thủi|nhà có)(?: có| mỗi| đúng)? (?:\w+ ){0,2}?(?:một"
    r"|1|mỗi) mình|một mình|1 mình"
    r"|(?:con (?:cái|cháu|gái|trai)|các con|con|cháu)(?: \w+){0,3} (?:ở xa|đi xa|ở nước ngoài"
    r"|trong nam|không về được|ở sài gòn|chẳng ai|bị cách ly)|không (?:có )?(?:con(?: cái"
    r"| cháu)?|chồng con|vợ con|người thân|ai thân thích)|(?:hai|2) (?:ông bà|cụ|vợ chồng)(?: "
    r"già| cụ)?"
)
_AGED = Phrase(
    r"[6-9]\d ?(?:tuổi|t)|(?:ông|bà) [6-9]\d|cụ(?! thể)|bà lão|ông lão|lương hưu|ông già|thân già|(?:nhờ"
    r"|mong|xin|có|ơn) các cháu|mẹ già|bố già|lão"
    r"|bà già|già yếu|già cả|cao tuổi|người già"
    r"|(?:sáu|bảy|tám|chín) mươi|(?:năm|sinh) 19[345]\d|ông bà (?:già|cụ)|vợ chồng già|già neo đơn"
)
_NO_OLD_ALONE = Phrase(
    r"một mình (?:\w+ )?(?:nuôi|chăm)|(?:ông bà|cụ|già)(?: \w+){0,4} (?:nuôi|với|và) (?:\w+ "
    r"){0,2}(?:cháu|con)"
)


def find_categories(text: Written) -> list[Found]:
    """Every category that the words of the text say, with the words."""
    found = [Found(code, *match.span()) for code, phrase in TABLE.items() for match in phrase.found(text)]
    found += [Found("lost_job", *match.span()) for match in LOST_JOB.found(text)]
    codes = {one.code for one in found}
    if "student" in codes:
        found = [one for one in found if one.code != "child"]
    found += _stranded(text, codes)
    found += _alone(text)
    return sorted(found, key=lambda one: one.start)


def _stranded(text: Written, codes: set[str]) -> list[Found]:
    """A worker from another province who cannot go home; students and patients are not workers."""
    named = [Found("stranded_worker", *match.span()) for match in _WORKERS_STRANDED.found(text)]
    if named:
        return named
    stuck = [
        Found("stranded_worker", *match.span())
        for match in _STRANDED.found(text)
        if not _of_others(text, match.start())
    ]
    afar = [Found("stranded_worker", *match.span()) for match in _FROM_AFAR.found(text)]
    crew = [Found("stranded_worker", *match.span()) for match in _CREW.found(text)]
    if "student" in codes or ("patient_relative" in codes and "lost_job" not in codes):
        return []
    if codes & {"patient", "patient_relative"} and "lost_job" not in codes:
        return []
    if afar or (stuck and not codes & {"patient", "patient_relative", "elderly_alone"}) or crew:
        return afar + stuck + crew
    return []


_OTHERS = Phrase(
    r"(?:con|các con|con cái|con cháu|bố mẹ|chồng|vợ|con gái|con trai|bố|mẹ|mình|người nhà|giúp việc|con "
    r"dâu|con rể"
    r"|ông bà|người làm|anh trai|chị gái)(?: \w+){0,9} "
)
_CREW = Phrase(
    r"(?:nhóm|tổ|đội|lán|phòng|xóm trọ|khu trọ|dãy trọ|anh em|\d+)(?: \w+){0,4} (?:công nhân"
    r"|thợ (?:xây|hồ|sơn|mộc|hàn)|phụ hồ|thợ|lao động)"
)


def _of_others(text: Written, at: int) -> bool:
    """Whether it is said of somebody who is not here: "các con ở xa không về được"."""
    return any(match.end() == at for match in _OTHERS.found(text, max(0, at - 70), at))


def _alone(text: Written) -> list[Found]:
    """An elderly person alone: aged by a word or a number, and with nobody."""
    if not _AGED.first(text):
        return [Found("elderly_alone", *match.span()) for match in Phrase(r"già neo đơn|neo đơn").found(text)]
    return [
        Found("elderly_alone", *match.span())
        for match in _ELDERLY.found(text)
        if not _NO_OLD_ALONE.first(text, match.start(), min(len(text.plain), match.end() + 22))
    ]
