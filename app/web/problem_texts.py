"""What the pages of problems say beside the titles: what each means, and how it is mended."""

from dataclasses import dataclass

from app.values.wording import Words


@dataclass(frozen=True, slots=True)
class Explained:
    """The Vietnamese of a class's description, and what to do about the problem."""

    meaning_vi: str
    mend: Words


EXPLAINED: dict[str, Explained] = {
    "invalid-parameter": Explained(
        "Tham số không tồn tại, được nêu hai lần, hoặc có giá trị không thể có.",
        Words(
            "Look at `parameter`, `expected` and `nearest`: they name what was wrong, what would "
            "be right, and what looks like it. Every parameter is described at /docs.",
            "Xem `parameter`, `expected` và `nearest`: các trường này nêu chỗ sai, giá trị đúng và "
            "giá trị gần giống. Mọi tham số được mô tả tại /docs.",
        ),
    ),
    "unknown-code": Explained(
        "Mã trong tham số không có trong bản công bố; xem các mã gần giống.",
        Words(
            "Take one of `nearest`, or find the code in the list that `expected` names. A past "
            "release may know codes that this one does not, and the reverse.",
            "Dùng một mã trong `nearest`, hoặc tìm mã trong danh sách nêu ở `expected`. Các bản "
            "công bố khác nhau có thể có các mã khác nhau.",
        ),
    ),
    "refused-computation": Explained(
        "Hai chỉ tiêu không lập được tỷ lệ: khác địa giới, khác thời điểm hoặc khác khái niệm.",
        Words(
            "`detail` names the condition that failed and the nearest pair that would do.",
            "`detail` nêu điều kiện không đạt và cặp số gần nhất có thể dùng được.",
        ),
    ),
    "not-found": Explained(
        "Không có gì ở địa chỉ này, hoặc bản công bố không có thứ mang tên đó.",
        Words(
            "Take one of `nearest`; every path is listed at /openapi.json.",
            "Dùng một giá trị trong `nearest`; mọi đường dẫn được liệt kê tại /openapi.json.",
        ),
    ),
    "method-not-allowed": Explained(
        "Dịch vụ chỉ để đọc, bằng GET và HEAD.",
        Words("Ask with GET or HEAD.", "Hãy dùng GET hoặc HEAD."),
    ),
    "not-acceptable": Explained(
        "`Accept` không nêu định dạng nào có ở đây; `format=` luôn chọn được một định dạng.",
        Words(
            "Send one of the media types in `expected`, or choose by `format=`.",
            "Gửi một kiểu nội dung nêu ở `expected`, hoặc chọn bằng `format=`.",
        ),
    ),
    "malformed-request": Explained(
        "Các byte được gửi không phải là yêu cầu, hoặc địa chỉ không phải là văn bản.",
        Words(
            "Percent-encode the address as UTF-8, and leave the request to an HTTP library.",
            "Mã hóa địa chỉ bằng dấu % theo UTF-8, và để một thư viện HTTP tạo yêu cầu.",
        ),
    ),
    "address-too-long": Explained(
        "Đường dẫn và tham số dài hơn mức nêu ở /v1/config: hãy hỏi bằng nhiều yêu cầu.",
        Words(
            "Name fewer codes at a time; `limits.url_length_max` of /v1/config is the length.",
            "Mỗi lần nêu ít mã hơn; độ dài tối đa là `limits.url_length_max` ở /v1/config.",
        ),
    ),
    "headers-too-large": Explained(
        "Nhiều header hơn, hoặc header dài hơn mức cần cho một câu hỏi.",
        Words(
            "Leave out what is not needed, such as cookies: none are used here.",
            "Bỏ những header không cần, chẳng hạn cookie: ở đây không dùng cookie.",
        ),
    ),
    "unwanted-body": Explained(
        "Câu hỏi nằm trong địa chỉ: phần thân không thay đổi gì nên không được nhận.",
        Words(
            "Send the request without a body; put everything into the address.",
            "Gửi yêu cầu không có phần thân; đặt mọi thứ vào địa chỉ.",
        ),
    ),
    "request-timeout": Explained(
        "Yêu cầu đã bắt đầu mà không kết thúc kịp thời gian.",
        Words(
            "Send the whole head of the request at once, and try again.",
            "Gửi trọn phần đầu của yêu cầu một lần, rồi thử lại.",
        ),
    ),
    "too-many-requests": Explained(
        "Một địa chỉ hỏi nhiều hơn mức nêu ở /v1/config; `Retry-After` cho biết khi nào hỏi tiếp.",
        Words(
            "Wait for the seconds of `Retry-After`. The headers `RateLimit-Policy` and `RateLimit` "
            "of every answer say what is allowed and what is left. Larger pages, exports and "
            "`If-None-Match` need fewer requests.",
            "Chờ số giây nêu ở `Retry-After`. Header `RateLimit-Policy` và `RateLimit` của mọi câu "
            "trả lời cho biết mức cho phép và phần còn lại. Trang lớn hơn, tệp xuất và "
            "`If-None-Match` giúp giảm số yêu cầu.",
        ),
    ),
    "too-slow": Explained(
        "Việc đọc lâu hơn mức nêu ở /v1/config: hãy thu hẹp lựa chọn.",
        Words(
            "Choose fewer organizations, indicators or periods, or leave out `total=true`.",
            "Chọn ít tổ chức, chỉ tiêu hoặc kỳ hơn, hoặc bỏ `total=true`.",
        ),
    ),
    "nothing-published": Explained(
        "Chưa có bản công bố nào; /readyz cho biết khi nào có.",
        Words(
            "Ask again after the seconds of `Retry-After`.",
            "Hỏi lại sau số giây nêu ở `Retry-After`.",
        ),
    ),
    "release-behind": Explained(
        "`minRelease` nêu một bản công bố chưa tới đây: hãy thử lại sau ít phút.",
        Words(
            "Ask again after the seconds of `Retry-After`, or leave out `minRelease`.",
            "Hỏi lại sau số giây nêu ở `Retry-After`, hoặc bỏ `minRelease`.",
        ),
    ),
    "ambiguous-name": Explained(
        "Tên và ngày nêu ra chỉ nhiều hơn một tổ chức; xem `candidates`.",
        Words(
            "Take the code of the one you mean from `candidates`, which tells when each existed.",
            "Dùng mã của tổ chức cần tìm trong `candidates`, nơi nêu thời gian tồn tại của từng tổ "
            "chức.",
        ),
    ),
    "body-too-large": Explained(
        "Phần thân dài hơn mức nêu ở /v1/config: hãy hỏi bằng nhiều yêu cầu.",
        Words(
            "Name fewer codes at a time, and ask in several requests.",
            "Mỗi lần nêu ít mã hơn, và hỏi bằng nhiều yêu cầu.",
        ),
    ),
    "unsupported-media-type": Explained(
        "Phần thân không phải là kiểu nội dung được nhận ở đây.",
        Words(
            "Send the body as application/json.",
            "Gửi phần thân dưới dạng application/json.",
        ),
    ),
    "pruned-release": Explained(
        "Bản công bố đã từng ra đời nhưng không còn được lưu ở đây; mã băm và các gói dữ liệu của "
        "nó thì vẫn còn.",
        Words(
            "Ask one of the releases in `expected`, or rebuild it from its packages.",
            "Hỏi một trong các bản nêu ở `expected`, hoặc dựng lại từ các gói dữ liệu của nó.",
        ),
    ),
    "quarantined-release": Explained(
        "Dữ liệu được lưu không đúng như đã công bố, nên không được phục vụ.",
        Words(
            "Ask another release; whoever runs the service rebuilds this one.",
            "Hỏi một bản công bố khác; đơn vị vận hành sẽ dựng lại bản này.",
        ),
    ),
    "storage-unavailable": Explained(
        "Hiện không truy cập được kho dữ liệu, hoặc kho đang bận: hãy thử lại sau ít phút.",
        Words(
            "Ask again after the seconds of `Retry-After`.",
            "Hỏi lại sau số giây nêu ở `Retry-After`.",
        ),
    ),
    "internal-error": Explained(
        "Lỗi là của chúng tôi. Chi tiết không được nêu ra mà nằm trong nhật ký.",
        Words(
            "Ask again; if it stays, tell whoever runs the service the time and the address.",
            "Hãy thử lại; nếu vẫn lỗi, báo cho đơn vị vận hành thời điểm và địa chỉ đã hỏi.",
        ),
    ),
}
