"""How the documentation groups operations, which come first, and what they are in Vietnamese."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.values.wording import Words


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together, with their summaries in Vietnamese, most useful first.

    `example` is a question whose answer is shown before anything is tried.
    """

    name: str
    description: Words
    example: str
    operations: Mapping[str, str]

    @property
    def tag(self) -> dict[str, str]:
        """As the OpenAPI document has it."""
        return {
            "name": self.name,
            "description": self.description.en,
            "x-description-vi": self.description.told("vi"),
            "x-example": self.example,
        }


GROUPS: Sequence[Group] = (
    Group(
        "observations",
        Words(
            "Published numbers: one for each organization, indicator and period, with its bounds.",
            "Số liệu công bố: mỗi tổ chức, chỉ tiêu, kỳ một con số, kèm khoảng giá trị.",
        ),
        "/v1/observations?organization=lao-cai&indicator=members,ethnic_minority_share_of_members"
        "&period=2022&fields=id,value,lower,upper,upper_closed,qualifier,as_reported",
        {
            "list_observations": "Số liệu công bố",
            "get_observation": "Một số liệu và mọi căn cứ của nó",
            "tell_observation": "Một số liệu viết thành câu",
            "cite_observation": "Trích dẫn một số liệu",
            "list_rankings": "Xếp hạng các tổ chức theo một chỉ tiêu",
            "list_availability": "Có những số liệu gì để chọn",
            "list_coverage": "Đã có số liệu nào, còn thiếu số liệu nào",
            "query_observations": "Số liệu công bố, hỏi bằng một câu hỏi dài",
        },
    ),
    Group(
        "organizations",
        Words(
            "Party organizations in their tree. `lao-cai` and `lao-cai-2025` are two: the second "
            "succeeds the first and `yen-bai`.",
            "Tổ chức đảng theo hệ thống. `lao-cai` và `lao-cai-2025` là hai tổ chức: tổ chức sau "
            "kế tục tổ chức trước và `yen-bai`.",
        ),
        "/v1/organizations?code=lao-cai,lao-cai-2025&fields=code,name,valid_from,valid_to",
        {
            "get_profile": "Toàn bộ số liệu của một tổ chức",
            "list_organizations": "Các tổ chức",
            "get_organization": "Một tổ chức",
            "list_children": "Các tổ chức trực thuộc",
            "list_descendants": "Mọi tổ chức cấp dưới",
            "list_ancestors": "Các tổ chức cấp trên",
        },
    ),
    Group(
        "ratios",
        Words(
            "Numbers that follow from others, with operands, bounds and claims; growth.",
            "Những con số tính từ các số khác, kèm số hạng, khoảng giá trị và điều các nguồn nêu; "
            "mức tăng.",
        ),
        "/v1/ratios/members_share_of_population?organization=lao-cai&period=2022"
        "&fields=id,value,lower,upper,formula",
        {
            "get_ratio": "Giá trị của một chỉ tiêu được tính",
            "compute_growth": "Mức tăng giữa hai kỳ",
            "compute_ratio": "Một tỷ lệ tự chọn",
            "cite_computation": "Trích dẫn một tỷ lệ tự chọn",
            "list_ratios": "Những chỉ tiêu được tính",
        },
    ),
    Group(
        "figures",
        Words(
            "Numbers as single sources print them; two may contradict each other, and both stay.",
            "Những con số đúng như từng nguồn in; hai nguồn có thể mâu thuẫn, và cả hai đều ở lại.",
        ),
        "/v1/figures?organization=lao-cai&indicator=ethnic_minority_share_of_members&period=2022"
        "&fields=key,as_reported,qualifier,value,source",
        {
            "list_figures": "Những con số như đã in",
            "cite_figure": "Trích dẫn một con số như đã in",
        },
    ),
    Group(
        "indicators",
        Words(
            "What is measured, what is computed and how, and what codes mean.",
            "Đo cái gì, tính cái gì và tính thế nào, các mã nghĩa là gì.",
        ),
        "/v1/indicators?code=members,members_share_of_population&fields=code,kind,unit,label,formula",
        {
            "list_indicators": "Các chỉ tiêu",
            "get_indicator": "Một chỉ tiêu",
            "list_code_lists": "Các danh mục mã",
        },
    ),
    Group(
        "sources",
        Words(
            "Publications that figures come from: this is the article it began with.",
            "Ấn phẩm mà số liệu lấy từ đó: đây là bài báo khởi đầu dịch vụ này.",
        ),
        "/v1/sources?code=bao-lao-cai-2023&fields=code,publisher,title,published,accessed,url",
        {"list_sources": "Các nguồn"},
    ),
    Group(
        "events",
        Words(
            "Mergers, boundary changes, documents, tasks; breaks in series.",
            "Hợp nhất, điều chỉnh địa giới, văn kiện, nhiệm vụ; chỗ gián đoạn của chuỗi số liệu.",
        ),
        "/v1/events?kind=merger&organization=lao-cai-2025"
        "&fields=code,effective,title,organization,related,breaks,legal_basis",
        {"list_events": "Các sự kiện"},
    ),
    Group(
        "search",
        Words(
            "Everything by its words, with and without marks, with a slip.",
            "Tìm mọi thứ theo từ ngữ, có dấu hay không dấu, kể cả khi gõ sai.",
        ),
        "/v1/search?q=lao%20cai&limit=3&fields=type,code,label,valid_from,valid_to",
        {"search": "Những gì một từ gọi tên"},
    ),
    Group(
        "checks",
        Words(
            "Rules evaluated in a release, and what they found: here, two that cannot both be.",
            "Các quy tắc kiểm tra trong một bản công bố và kết quả: đây là hai điều không thể cùng "
            "đúng.",
        ),
        "/v1/checks?outcome=contradiction&limit=1&fields=cell,outcome,verdict,text,sources",
        {"list_checks": "Các phép kiểm tra"},
    ),
    Group(
        "releases",
        Words(
            "Numbered, immutable publications, what each changed and why, whole files, a "
            "[feed](/v1/releases.atom), the [catalogue](/catalog), this instance's "
            "[limits](/v1/config).",
            "Các bản công bố có số thứ tự, bất biến; mỗi bản thay đổi gì và vì sao; tệp trọn bộ; "
            "[tin về bản mới](/v1/releases.atom), [danh mục dữ liệu](/catalog), "
            "[giới hạn](/v1/config) của máy chủ này.",
        ),
        "/v1/releases/1/changes?from=0&organization=lao-cai&indicator=members&limit=1",
        {
            "list_releases": "Các bản công bố",
            "get_release": "Một bản công bố",
            "list_changes": "Thay đổi giữa hai bản công bố",
            "list_errata": "Đính chính",
            "export_observations": "Số liệu của một bản công bố, dạng CSV",
            "describe_exported_observations": "Các cột của tệp CSV đó",
            "export_observations_as_json_lines": "Số liệu của một bản công bố, dạng JSON Lines",
            "get_all_observations": "Toàn bộ số liệu, CSV nén",
            "get_all_observations_as_json_lines": "Toàn bộ số liệu, JSON Lines nén",
            "get_feed": "Tin về các bản công bố (Atom)",
            "get_catalog": "Danh mục những gì đã công bố (DCAT)",
            "get_config": "Giới hạn và lựa chọn của máy chủ này",
            "get_release_packages": "Các gói dữ liệu của một bản công bố",
            "get_release_content": "Nội dung chuẩn tắc của một bản công bố",
            "get_release_history": "Lịch sử chuẩn tắc của một bản công bố",
            "get_api_catalog": "API được mô tả ở đâu",
        },
    ),
    Group(
        "health",
        Words("For whoever runs the service.", "Dành cho người vận hành dịch vụ."),
        "/readyz",
        {
            "get_readiness": "Đã trả lời được chưa?",
            "get_health": "Tiến trình còn chạy không?",
            "get_metrics": "Đã làm những gì?",
        },
    ),
)
TAGS: list[dict[str, Any]] = [group.tag for group in GROUPS]
_SUMMARIES = {name: vi for group in GROUPS for name, vi in group.operations.items()}
_PLACES = {name: place for place, name in enumerate(_SUMMARIES)}


def arrange(document: dict[str, Any]) -> None:
    """Put what is useful first, and say in Vietnamese what each operation is."""
    paths = document["paths"]
    document["paths"] = {
        path: paths[path] for path in sorted(paths, key=lambda each: _place(paths[each]))
    }
    for path in paths.values():
        for operation in path.values():
            operation["x-summary-vi"] = _SUMMARIES.get(operation["operationId"], "")


def _place(path: dict[str, Any]) -> int:
    """Where a path's first operation stands; one that no group names comes last."""
    return min(_PLACES.get(each["operationId"], len(_PLACES)) for each in path.values())
