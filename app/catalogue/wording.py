"""What the catalogue says of things, in both languages."""

TITLE = {
    "vi": "Thống kê tổ chức đảng tại Việt Nam",
    "en": "Statistics of Party organizations in Viet Nam",
}
DESCRIPTION = {
    "vi": "Số liệu về các tổ chức đảng, giữ đúng như nguồn đã in, kèm nguồn, khoảng giá trị và các "
    "tỷ lệ được tính lại. Tổng hợp không chính thức từ nguồn công khai.",
    "en": "Figures about Party organizations, kept as their sources printed them, with sources, "
    "bounds and ratios computed anew. An unofficial compilation from public sources.",
}
SERIES = {
    "vi": "Các bản công bố",
    "en": "Releases",
}
SERVICE = {
    "vi": "Giao diện lập trình (API) của thống kê tổ chức đảng",
    "en": "Programming interface (API) of the statistics of Party organizations",
}
PUBLISHER = {
    "vi": "partystats, tổng hợp không chính thức từ nguồn công khai",
    "en": "partystats, an unofficial compilation from public sources",
}
KEYWORDS = (
    {"vi": "tổ chức đảng", "en": "Party organizations"},
    {"vi": "đảng viên", "en": "Party members"},
    {"vi": "thống kê", "en": "statistics"},
)
# By the last part of a download's address; any other is named by that part.
DOWNLOADS = {
    "package.zip": {"vi": "Gói dữ liệu nguồn", "en": "Packages it was built from"},
    "content.jsonl": {"vi": "Nội dung ở dạng chuẩn tắc", "en": "Content in canonical form"},
    "history.jsonl": {
        "vi": "Lịch sử điều chỉnh ở dạng chuẩn tắc",
        "en": "Revision history in canonical form",
    },
    "observations.csv": {"vi": "Toàn bộ số liệu (CSV)", "en": "All observations (CSV)"},
    "observations.csv.gz": {
        "vi": "Toàn bộ số liệu (CSV, đã nén)",
        "en": "All observations (CSV, compressed)",
    },
    "observations.ndjson": {
        "vi": "Toàn bộ số liệu (JSON từng dòng)",
        "en": "All observations (JSON in lines)",
    },
    "observations.ndjson.gz": {
        "vi": "Toàn bộ số liệu (JSON từng dòng, đã nén)",
        "en": "All observations (JSON in lines, compressed)",
    },
    "observations.csv-metadata.json": {
        "vi": "Mô tả các cột của tệp CSV",
        "en": "Description of the columns of the CSV",
    },
}


def release_title(number: int) -> dict[str, str]:
    return {
        "vi": f"{TITLE['vi']}: bản công bố {number}",
        "en": f"{TITLE['en']}: release {number}",
    }


def download_title(name: str) -> dict[str, str]:
    return DOWNLOADS.get(name, {"vi": f"Tệp {name}", "en": f"File {name}"})


def format_title(name: str) -> dict[str, str]:
    return {
        "vi": f"Số liệu theo từng trang, định dạng {name}",
        "en": f"Observations page by page, as {name}",
    }
