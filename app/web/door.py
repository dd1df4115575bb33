"""What every request passes before it is routed: malformed ones are refused."""

import re
from collections import Counter
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import (
    AddressTooLongError,
    HeadersTooLargeError,
    InvalidParameterError,
    MalformedRequestError,
    UnwantedBodyError,
)
from app.refusal import ApiError
from app.values.wording import Words
from app.web.problems import problem_response

REFUSAL = "refusal"
"""Where, in the state of a request, the server leaves what it already refuses it for."""

PARAMETERS_MAX = 50
HEADERS_MAX = 100
HEADERS_LENGTH_MAX = 32_768
HEADERS_EXPECTED = Words(
    f"at most {HEADERS_MAX} headers of {HEADERS_LENGTH_MAX} bytes together",
    f"tối đa {HEADERS_MAX} header, tổng cộng {HEADERS_LENGTH_MAX} byte",
)
TOO_LONG = Words("The address is too long.", "Địa chỉ quá dài.")
TOO_LARGE = Words("The headers are too large.", "Các header quá lớn.")
VERSIONS = frozenset({"1.0", "1.1", "2", "2.0", "3"})
# RFC 3986, 3.2: a name, an IPv4 address or an IPv6 address in brackets, and a port.
_HOST = re.compile(
    rb"(?:\[[0-9A-Fa-f:.]{2,45}\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}){0,255})"
    rb"(?::[0-9]{0,5})?"
)
# What is ASCII, and stands for itself in a path and in a query.
_PLAIN = re.compile(rb"[!-$&-*,-~]*")
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")

Headers = list[tuple[bytes, bytes]]


class Door:
    """Wraps the routes. Refuses before routing what no route should see."""

    def __init__(self, app: ASGIApp, *, url_length_max: int) -> None:
        self._app = app
        self._url_length_max = url_length_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
            return
        # A body that was not taken would be read as the next request.
        headers = {"connection": "close"} if isinstance(refusal, UnwantedBodyError) else {}
        await problem_response(refusal, scope, headers=headers)(scope, receive, send)

    def _refusal(self, scope: Scope) -> ApiError | None:
        refused: ApiError | None = scope.get("state", {}).get(REFUSAL)
        return refused or _refused_head(scope) or self._refused_address(scope)

    def _refused_address(self, scope: Scope) -> ApiError | None:
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        if len(raw_path) + len(query) > self._url_length_max:
            return AddressTooLongError(
                TOO_LONG,
                expected=Words(
                    f"at most {self._url_length_max} bytes of path and query",
                    f"đường dẫn và tham số dài tối đa {self._url_length_max} byte",
                ),
            )
        if _PLAIN.fullmatch(raw_path) and _PLAIN.fullmatch(query):
            names = [part.partition("=")[0] for part in query.decode().split("&") if part]
            return _refused_parameters(names)
        if _BROKEN_ESCAPE.search(raw_path) or _BROKEN_ESCAPE.search(query):
            return MalformedRequestError(
                Words(
                    "The address holds a % that escapes nothing.",
                    "Địa chỉ có dấu % không mã hóa ký tự nào.",
                ),
                expected=Words("%25 for a % itself", "%25 cho chính dấu %"),
            )
        parts = [part for part in query.split(b"&") if part]
        try:
            unquote_to_bytes(raw_path).decode()
            pairs = [_decoded(part) for part in parts]
        except UnicodeDecodeError:
            return MalformedRequestError(
                Words(
                    "The address holds bytes that are no text.",
                    "Địa chỉ có các byte không phải là văn bản.",
                ),
                expected=Words("percent-encoded UTF-8", "UTF-8 mã hóa bằng dấu %"),
            )
        if "\x00" in scope["path"] or any("\x00" in name + value for name, value in pairs):
            return MalformedRequestError(
                Words("The address holds a NUL.", "Địa chỉ có ký tự NUL."),
                expected=Words("text without NUL", "văn bản không có NUL"),
            )
        return _refused_parameters([name for name, _ in pairs])


def _refused_parameters(names: list[str]) -> ApiError | None:
    if len(names) == len(set(names)) <= PARAMETERS_MAX:
        return None
    if len(names) > PARAMETERS_MAX:
        return InvalidParameterError(
            Words(f"{len(names)} parameters are given.", f"Có {len(names)} tham số."),
            expected=Words(f"at most {PARAMETERS_MAX}", f"tối đa {PARAMETERS_MAX}"),
        )
    for name, times in Counter(names).items():
        if times > 1:
            return InvalidParameterError(
                Words(
                    f"{name[:100]} is given {times} times.",
                    f"{name[:100]} được nêu {times} lần.",
                ),
                parameter=name[:100],
                expected=Words(
                    "each parameter once; lists are separated by commas",
                    "mỗi tham số một lần; danh sách cách nhau bằng dấu phẩy",
                ),
            )
    return None


def _refused_head(scope: Scope) -> ApiError | None:
    """What RFC 9112 calls no request, and what no question needs."""
    version = scope.get("http_version", "1.1")
    headers: Headers = scope["headers"]
    if version not in VERSIONS:
        return MalformedRequestError(
            Words("This is no version of HTTP.", "Không có phiên bản HTTP này."),
            expected=Words.same("HTTP/1.1"),
        )
    length = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > HEADERS_MAX or length > HEADERS_LENGTH_MAX:
        return HeadersTooLargeError(TOO_LARGE, expected=HEADERS_EXPECTED)
    hosts = [value for name, value in headers if name == b"host"]
    needed = 1 if version == "1.1" else 0
    if not needed <= len(hosts) <= 1 or not all(map(_HOST.fullmatch, hosts)):
        return MalformedRequestError(
            Words(
                "There is no Host, or none that could be one.",
                "Thiếu header Host, hoặc giá trị của nó không hợp lệ.",
            ),
            parameter="Host",
            expected=Words("the name of the service, once", "tên của dịch vụ, một lần"),
        )
    if scope["method"] in {"GET", "HEAD"} and has_body(headers):
        return UnwantedBodyError(
            Words("The request has a body.", "Yêu cầu có phần thân."),
            expected=Words("everything in the address", "mọi thứ nằm trong địa chỉ"),
        )
    return None


def is_plain_head(scope: Scope, named: dict[bytes, bytes]) -> bool:
    """Whether the door has nothing against the head of a GET or HEAD, as cheaply as can be told.

    `named` are its headers by name. What is unusual though lawful, such as a header in two lines,
    is no plain head either: the door decides.
    """
    headers = scope["headers"]
    host = named.get(b"host")
    return (
        len(named) == len(headers) <= HEADERS_MAX
        and host is not None
        and _HOST.fullmatch(host) is not None
        and scope["method"] in {"GET", "HEAD"}
        and scope.get("http_version") in VERSIONS
        and b"content-length" not in named
        and b"transfer-encoding" not in named
        and sum(map(len, named)) + sum(map(len, named.values())) <= HEADERS_LENGTH_MAX
    )


def lines_of(scope: Scope, name: bytes) -> str | None:
    """All lines of a header as one list, as RFC 9110, section 5.3, allows; None without any."""
    lines = [value for each, value in scope["headers"] if each == name]
    return b", ".join(lines).decode("latin-1") if lines else None


def has_body(headers: Headers) -> bool:
    """Whether a body follows these headers."""
    for name, value in headers:
        if name == b"transfer-encoding" or (name == b"content-length" and value.strip(b"0 \t")):
            return True
    return False


def _decoded(part: bytes) -> tuple[str, str]:
    """Name and value of one parameter. Raises UnicodeDecodeError for what is no UTF-8."""
    name, _, value = part.replace(b"+", b" ").partition(b"=")
    return unquote_to_bytes(name).decode(), unquote_to_bytes(value).decode()
