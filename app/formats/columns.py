"""Every column that some answer has: what stands in it, and what it is called in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

References = Literal["organizations", "indicators", "sources", "units"]


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    NUMBER = "number"  # Exact, with at most six decimals.
    INTEGER = "integer"
    FLAG = "flag"
    DATE = "date"  # A whole day.
    INSTANT = "instant"
    PERIOD = "period"  # A year, half, quarter, month or day, or a day as far as it is known.
    TEXTS = "texts"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in CSV. `refers`: its values are codes of these."""

    name: str
    kind: Kind
    vi: str
    en: str
    refers: References | None = None


_T, _N, _I, _F = Kind.TEXT, Kind.NUMBER, Kind.INTEGER, Kind.FLAG
_D, _P, _S, _J = Kind.DATE, Kind.PERIOD, Kind.TEXTS, Kind.DOCUMENT

_ALL = (
    # What a number is of, and what it is.
    Column("id", _T, "Mã ô số liệu", "Observation"),
    Column("key", _T, "Mã số in", "Figure"),
    Column("permalink", _T, "Liên kết cố định", "Permalink"),
    Column("sentence.vi", _T, "Câu bằng tiếng Việt", "Sentence in Vietnamese"),
    Column("sentence.en", _T, "Câu bằng tiếng Anh", "Sentence in English"),
    Column("citation.vi", _T, "Trích dẫn bằng tiếng Việt", "Citation in Vietnamese"),
    Column("citation.en", _T, "Trích dẫn bằng tiếng Anh", "Citation in English"),
    Column("bibtex", _T, "BibTeX", "BibTeX"),
    Column("organization", _T, "Tổ chức", "Organization", "organizations"),
    Column("indicator", _T, "Chỉ tiêu", "Indicator", "indicators"),
    Column("period", _P, "Kỳ", "Period"),
    Column("reference_date", _P, "Ngày của số liệu", "Reference date"),
    Column("value", _N, "Giá trị", "Value"),
    Column("upper_value", _N, "Giá trị thứ hai", "Second value"),
    Column("resolution", _N, "Đơn vị làm tròn", "Resolution"),
    Column("lower", _N, "Cận dưới", "Lower bound"),
    Column("lower_closed", _F, "Kể cả cận dưới", "Lower bound included"),
    Column("upper", _N, "Cận trên", "Upper bound"),
    Column("upper_closed", _F, "Kể cả cận trên", "Upper bound included"),
    Column("qualifier", _T, "Từ hạn định", "Qualifier"),
    Column("unit", _T, "Đơn vị tính", "Unit", "units"),
    Column("as_reported", _T, "Nguyên văn", "As reported"),
    Column("printed_unit", _T, "Đơn vị in", "Printed unit"),
    Column("decimal_mark", _T, "Dấu thập phân", "Decimal mark"),
    Column("match", _T, "Mức thỏa mãn", "Match"),
    Column("action", _T, "Việc cần làm", "Action"),
    Column("history", _J, "Lịch sử công bố", "History"),
    Column("derivation", _T, "Cách có được", "Derivation"),
    Column("status", _T, "Trạng thái", "Status"),
    Column("confidentiality", _T, "Bảo mật", "Confidentiality"),
    Column("source", _T, "Nguồn", "Source", "sources"),
    Column("vintage", _T, "Lần công bố", "Vintage"),
    Column("period_basis", _T, "Căn cứ của kỳ", "Basis of the period"),
    Column("indicator_basis", _T, "Căn cứ của chỉ tiêu", "Basis of the indicator"),
    Column("preferred", _F, "Được ưu tiên", "Preferred"),
    Column("parts_known", _I, "Số đơn vị có số liệu", "Parts known"),
    Column("parts_total", _I, "Tổng số đơn vị", "Parts in all"),
    Column("parts_complete", _F, "Đủ các đơn vị", "All parts known"),
    Column("implied", _F, "Suy ra từ tỷ lệ đã in", "Implied by a printed share"),
    Column("parts", _J, "Các số thành phần", "Parts"),
    Column("notices", _J, "Lưu ý", "Notices"),
    # What is computed, and ranked.
    Column("formula", _T, "Công thức", "Formula"),
    Column("scale", _N, "Hệ số nhân", "Scale"),
    Column("refusal.code", _T, "Lý do không có số", "Reason of refusal"),
    Column("refusal.guard", _T, "Điều kiện không đạt", "Guard that refused"),
    Column("rank", _I, "Thứ hạng", "Rank"),
    Column("nearest", _F, "Lấy kỳ gần nhất", "Of the nearest period"),
    Column("overlaps_previous", _F, "Giao với hạng trước", "Overlaps the one before"),
    Column("overlaps_next", _F, "Giao với hạng sau", "Overlaps the one after"),
    # Things by their code.
    Column("code", _T, "Mã", "Code"),
    Column("code_list", _T, "Danh mục", "Code list"),
    Column("kind", _T, "Loại", "Kind"),
    Column("level", _T, "Cấp", "Level"),
    Column("group", _T, "Nhóm", "Group"),
    Column("ordinal", _I, "Số thứ tự", "Ordinal"),
    Column("name.vi", _T, "Tên (tiếng Việt)", "Name (Vietnamese)"),
    Column("name.en", _T, "Tên (tiếng Anh)", "Name (English)"),
    Column("label.vi", _T, "Tên gọi (tiếng Việt)", "Label (Vietnamese)"),
    Column("label.en", _T, "Tên gọi (tiếng Anh)", "Label (English)"),
    Column("definition.vi", _T, "Định nghĩa (tiếng Việt)", "Definition (Vietnamese)"),
    Column("definition.en", _T, "Định nghĩa (tiếng Anh)", "Definition (English)"),
    Column("title.vi", _T, "Nhan đề (tiếng Việt)", "Title (Vietnamese)"),
    Column("title.en", _T, "Nhan đề (tiếng Anh)", "Title (English)"),
    Column("text.vi", _T, "Nội dung (tiếng Việt)", "Text (Vietnamese)"),
    Column("text.en", _T, "Nội dung (tiếng Anh)", "Text (English)"),
    Column("note", _T, "Ghi chú", "Note"),
    # Organizations and events.
    Column("territorial", _F, "Theo lãnh thổ", "Territorial"),
    Column("parent", _T, "Tổ chức cấp trên trực tiếp", "Directly above", "organizations"),
    Column("valid_from", _D, "Từ ngày", "Valid from"),
    Column("valid_to", _D, "Đến ngày", "Valid to"),
    Column("ended", _F, "Đã chấm dứt", "Ended"),
    Column("all_listed", _F, "Liệt kê đủ cấp dưới", "All below are listed"),
    Column("decided", _P, "Ngày quyết định", "Decided"),
    Column("effective", _P, "Ngày hiệu lực", "Effective"),
    Column("related", _S, "Tổ chức liên quan", "Related organizations", "organizations"),
    Column("breaks", _S, "Chỉ tiêu bị gián đoạn", "Indicators broken"),
    Column("scope", _T, "Phạm vi", "Scope"),
    Column("legal_basis", _T, "Căn cứ pháp lý", "Legal basis"),
    Column("refers_to", _T, "Thực hiện văn bản", "Refers to"),
    # Indicators.
    Column("domain.lower", _N, "Giá trị nhỏ nhất", "Least value"),
    Column("domain.upper", _N, "Giá trị lớn nhất", "Greatest value"),
    Column("display_decimals", _I, "Số chữ số thập phân", "Decimals shown"),
    Column("measure", _T, "Đại lượng", "Measure"),
    Column("concept", _T, "Cách đếm", "Concept"),
    Column("roll_up", _T, "Cách cộng gộp", "Roll-up"),
    Column("personal", _F, "Về cá nhân", "Personal"),
    Column("form_column", _I, "Cột của biểu 5-BTCTW", "Column of form 5-BTCTW"),
    # Sources.
    Column("authority", _T, "Thẩm quyền", "Authority"),
    Column("origin", _T, "Nơi thu thập số liệu", "Origin"),
    Column("publisher", _T, "Nơi công bố", "Publisher"),
    Column("title", _T, "Nhan đề", "Title"),
    Column("url", _T, "Địa chỉ", "Address"),
    Column("published", _P, "Ngày công bố", "Published"),
    Column("accessed", _D, "Ngày truy cập", "Accessed"),
    Column("language", _T, "Ngôn ngữ", "Language"),
    # Checks.
    Column("rule", _T, "Quy tắc", "Rule"),
    Column("outcome", _T, "Kết quả", "Outcome"),
    Column("verdict", _T, "Kết luận", "Verdict"),
    Column("sources", _S, "Các nguồn", "Sources", "sources"),
    *(
        column
        for side, vi, en in (("left", "Vế trái", "Left side"), ("right", "Vế phải", "Right side"))
        for column in (
            Column(f"{side}.keys", _S, f"{vi}: gồm", f"{en}: made of"),
            Column(f"{side}.as_reported", _T, f"{vi}: nguyên văn", f"{en}: as reported"),
            Column(f"{side}.lower", _N, f"{vi}: cận dưới", f"{en}: lower bound"),
            Column(f"{side}.lower_closed", _F, f"{vi}: kể cả cận dưới", f"{en}: lower included"),
            Column(f"{side}.upper", _N, f"{vi}: cận trên", f"{en}: upper bound"),
            Column(f"{side}.upper_closed", _F, f"{vi}: kể cả cận trên", f"{en}: upper included"),
        )
    ),
    # Growth between periods, and what a word names.
    Column("start_period", _P, "Từ kỳ", "Since"),
    Column("end_period", _P, "Đến kỳ", "Until"),
    Column("direction", _T, "Chiều hướng", "Direction"),
    Column("compared", _J, "So với chỉ tiêu khác", "Compared with others"),
    Column("entry", _T, "Mục tìm thấy", "Entry"),
    Column("type", _T, "Thuộc", "Type"),
    Column("parents", _S, "Các tổ chức cấp trên", "Organizations above", "organizations"),
    Column("breadcrumb.vi", _T, "Đường dẫn (tiếng Việt)", "Path (Vietnamese)"),
    Column("breadcrumb.en", _T, "Đường dẫn (tiếng Anh)", "Path (English)"),
    Column("date", _P, "Ngày", "Date"),
    Column("matched.field", _T, "Trường khớp", "Field that matches"),
    Column("matched.text", _T, "Nội dung khớp", "Text that matches"),
    Column("matched.kind", _T, "Cách khớp", "How it matches"),
    Column("matched.folded", _F, "Bỏ qua dấu", "Marks passed over"),
    Column("link", _T, "Liên kết", "Link"),
    # What changed from one release to another, and what was told wrongly.
    Column("change", _T, "Biến động", "Change"),
    Column("reason", _T, "Lý do", "Reason"),
    Column("changed_in", _I, "Thay đổi ở bản công bố", "Changed in release"),
    *(
        column
        for side, vi, en in (("before", "Trước", "Before"), ("after", "Sau", "After"))
        for column in (
            Column(f"{side}.value", _N, f"{vi}: giá trị", f"{en}: value"),
            Column(f"{side}.lower", _N, f"{vi}: cận dưới", f"{en}: lower bound"),
            Column(f"{side}.lower_closed", _F, f"{vi}: kể cả cận dưới", f"{en}: lower included"),
            Column(f"{side}.upper", _N, f"{vi}: cận trên", f"{en}: upper bound"),
            Column(f"{side}.upper_closed", _F, f"{vi}: kể cả cận trên", f"{en}: upper included"),
            Column(f"{side}.qualifier", _T, f"{vi}: từ hạn định", f"{en}: qualifier"),
            Column(f"{side}.status", _T, f"{vi}: trạng thái", f"{en}: status"),
        )
    ),
    Column("releases", _J, "Các bản công bố liên quan", "Releases concerned"),
    Column("subjects", _S, "Số liệu liên quan", "Numbers concerned"),
    Column("found", _D, "Ngày phát hiện", "Found"),
    Column("mended_in", _I, "Đã sửa ở bản công bố", "Mended in release"),
    # What a release changed.
    Column("change", _T, "Thay đổi", "Change"),
    Column("reason", _T, "Lý do", "Reason"),
    Column("changed_in", _I, "Thay đổi ở bản công bố", "Changed in release"),
    *(
        column
        for side, vi, en in (("before", "Trước", "Before"), ("after", "Sau", "After"))
        for column in (
            Column(f"{side}.value", _N, f"{vi}: giá trị", f"{en}: value"),
            Column(f"{side}.lower", _N, f"{vi}: cận dưới", f"{en}: lower bound"),
            Column(f"{side}.lower_closed", _F, f"{vi}: kể cả cận dưới", f"{en}: lower included"),
            Column(f"{side}.upper", _N, f"{vi}: cận trên", f"{en}: upper bound"),
            Column(f"{side}.upper_closed", _F, f"{vi}: kể cả cận trên", f"{en}: upper included"),
            Column(f"{side}.qualifier", _T, f"{vi}: từ hạn định", f"{en}: qualifier"),
            Column(f"{side}.status", _T, f"{vi}: trạng thái", f"{en}: status"),
        )
    ),
    # What there is.
    Column("component", _T, "Thành phần", "Component"),
    Column("count", _I, "Số lượng số liệu", "Observations counted"),
    Column("first_period", _P, "Kỳ đầu", "First period"),
    Column("last_period", _P, "Kỳ cuối", "Last period"),
    Column("year", _I, "Năm", "Year"),
    Column("state", _T, "Tình trạng số liệu", "State"),
    Column("states", _J, "Tình trạng từng năm", "State of each year"),
    Column("missing", _S, "Các năm thiếu số liệu", "Years missing"),
    Column("observations", _S, "Các ô số liệu trong năm", "Observations of the year"),
    # Releases, and the instance.
    Column("number", _I, "Bản công bố", "Release"),
    Column("published_at", Kind.INSTANT, "Thời điểm công bố", "Published at"),
    Column("current", _F, "Đang trả lời", "Current"),
    Column("content_digest", _T, "Mã băm nội dung", "Content digest"),
    Column("chain_digest", _T, "Mã băm chuỗi", "Chain digest"),
    Column("application_version", _T, "Phiên bản phần mềm", "Application version"),
    Column("recipe", _J, "Cách lập", "Recipe"),
    Column("formats", _J, "Định dạng", "Formats"),
    Column("languages", _S, "Các ngôn ngữ", "Languages"),
    Column("limits.page_size_max", _I, "Số dòng tối đa mỗi trang", "Largest page"),
    Column("limits.list_length_max", _I, "Số giá trị tối đa mỗi danh sách", "Longest list"),
    Column("limits.cells_computed_max", _I, "Số ô tính tối đa", "Most cells computed"),
    Column("limits.url_length_max", _I, "Độ dài địa chỉ tối đa", "Longest address"),
    Column("limits.parameters_max", _I, "Số tham số tối đa", "Most parameters"),
    Column("limits.headers_max", _I, "Số tiêu đề tối đa", "Most headers"),
    Column("limits.headers_length_max", _I, "Độ dài tiêu đề tối đa", "Longest headers"),
    Column("limits.downloads_max", _I, "Số tệp tải đồng thời", "Most downloads at once"),
    Column("limits.rate_limit", _T, "Giới hạn số yêu cầu", "Rate limit"),
    Column("limits.query_seconds", _N, "Số giây mỗi truy vấn", "Seconds for a query"),
)
COLUMNS = {column.name: column for column in _ALL}
# What no two rows of an answer share; the first that all are columns of it.
_KEYS = (
    ("entry",),
    ("id",),
    ("key",),
    ("organization", "indicator", "measure", "start_period", "end_period"),
    ("organization", "indicator", "year"),
    ("code_list", "code"),
    ("component", "code"),
    ("code",),
    ("number",),
)


def columns_of(names: Sequence[str]) -> list[Column]:
    """What `fields` may name beside the columns of tables is shown as a document."""
    return [COLUMNS.get(name) or Column(name, Kind.DOCUMENT, name, name) for name in names]


def key_of(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that name a row; none where the answer is one thing without a name."""
    return next((key for key in _KEYS if set(key) <= set(names)), ())
