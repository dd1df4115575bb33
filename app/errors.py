"""Everything an answer may refuse with: one class for each cause (RFC 9457)."""

from collections.abc import Sequence
from difflib import get_close_matches
from http import HTTPStatus
from typing import Self

from app.refusal import ApiError
from app.values.wording import Words


class InvalidParameterError(ApiError):
    """A parameter that there is not, that is given twice, or whose value it cannot have."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Invalid parameter"
    title_vi = "Tham số không hợp lệ"
    code = "invalid-parameter"


class UnknownCodeError(ApiError):
    """A code in a parameter that the release does not have; see what is nearest."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Unknown code"
    title_vi = "Mã không tồn tại"
    code = "unknown-code"


class AmbiguousNameError(ApiError):
    """Several organizations bear the name on the day; the candidates say which code to ask for."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Ambiguous name"
    title_vi = "Tên chỉ nhiều tổ chức"
    code = "ambiguous-name"


class RefusedComputationError(ApiError):
    """Two indicators that make no ratio: their borders, dates or concepts differ."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Refused computation"
    title_vi = "Không tính được phép tính này"
    code = "refused-computation"


class NotFoundError(ApiError):
    """Nothing is at this address, or the release has nothing of that name."""

    status = HTTPStatus.NOT_FOUND
    title = "Not found"
    title_vi = "Không tìm thấy"
    code = "not-found"


class MethodNotAllowedError(ApiError):
    """The service is only read, with GET and HEAD."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    title = "Method not allowed"
    title_vi = "Phương thức không được phép"
    code = "method-not-allowed"

    @classmethod
    def of(cls, method: str, allowed: str) -> Self:
        """`allowed` are the methods there are at the address, as the header `Allow` has them."""
        return cls(
            Words(
                f"{method[:20]} is not possible here: this service is read.",
                f"Không dùng được {method[:20]} ở đây: dịch vụ này chỉ để đọc.",
            ),
            expected=Words(allowed.replace(", ", " or "), allowed.replace(", ", " hoặc ")),
        )


class NotAcceptableError(ApiError):
    """`Accept` or `format` names no format that this answer has; `format=` goes before `Accept`."""

    status = HTTPStatus.NOT_ACCEPTABLE
    title = "No acceptable format"
    title_vi = "Không có định dạng phù hợp"
    code = "not-acceptable"


class MalformedRequestError(ApiError):
    """The bytes sent are no request, or its address is no text."""

    status = HTTPStatus.BAD_REQUEST
    title = "Malformed request"
    title_vi = "Yêu cầu sai cấu trúc"
    code = "malformed-request"


class AddressTooLongError(ApiError):
    """Path and query are longer than /v1/config allows: ask in several requests."""

    status = HTTPStatus.REQUEST_URI_TOO_LONG
    title = "Address too long"
    title_vi = "Địa chỉ quá dài"
    code = "address-too-long"


class HeadersTooLargeError(ApiError):
    """More headers, or longer ones, than a question needs."""

    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    title = "Headers too large"
    title_vi = "Header quá lớn"
    code = "headers-too-large"


class UnwantedBodyError(ApiError):
    """Questions are addresses: a body would change nothing, so it is not taken."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "Unwanted request body"
    title_vi = "Yêu cầu có phần thân không cần thiết"
    code = "unwanted-body"


class BodyTooLargeError(ApiError):
    """The question is longer than /v1/config allows: ask in several requests."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "Question too long"
    title_vi = "Phần thân quá lớn"
    code = "body-too-large"


class UnsupportedMediaTypeError(ApiError):
    """The body is not said to be JSON, which is all that a question may be."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    title = "Unsupported media type"
    title_vi = "Kiểu nội dung không được hỗ trợ"
    code = "unsupported-media-type"


class TooLateError(ApiError):
    """The request was begun and not finished in time."""

    status = HTTPStatus.REQUEST_TIMEOUT
    title = "Request not finished in time"
    title_vi = "Yêu cầu không gửi xong kịp thời gian"
    code = "request-timeout"


class TooManyRequestsError(ApiError):
    """One address asked more often than /v1/config allows; `Retry-After` says when to go on."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many requests"
    title_vi = "Quá nhiều yêu cầu"
    code = "too-many-requests"
    retry_after: int | None = None

    @classmethod
    def after(cls, seconds: int) -> Self:
        """When the next request is answered again."""
        refusal = cls(
            Words(
                "More requests came from your address than are allowed.",
                "Địa chỉ của bạn đã gửi nhiều yêu cầu hơn mức cho phép.",
            ),
            expected=Words(
                f"the next request in {seconds} seconds", f"yêu cầu tiếp theo sau {seconds} giây"
            ),
        )
        refusal.retry_after = seconds
        return refusal


class TooSlowError(ApiError):
    """Reading took longer than /v1/config allows: narrow the selection."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Stopped after the time limit"
    title_vi = "Dừng vì quá thời hạn"
    code = "too-slow"

    @classmethod
    def after(cls, seconds: float) -> Self:
        return cls(
            Words(
                f"The answer took longer than {seconds:g} seconds.",
                f"Câu trả lời cần hơn {seconds:g} giây.",
            )
        )


class NothingPublishedError(ApiError):
    """No release is published yet; /readyz tells when there is one."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Nothing is published yet"
    title_vi = "Chưa công bố gì"
    code = "nothing-published"


class BehindError(ApiError):
    """`minRelease` names a release that has not reached here yet: ask again shortly."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Release not here yet"
    title_vi = "Bản công bố chưa tới đây"
    code = "release-behind"


class PrunedReleaseError(ApiError):
    """The release was published, and is no longer kept here; its digests and packages are."""

    status = HTTPStatus.GONE
    title = "Release no longer kept"
    title_vi = "Bản công bố không còn được lưu"
    code = "pruned-release"


class QuarantinedReleaseError(ApiError):
    """What is stored of the release is not what was published, so none of it is served."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Release in quarantine"
    title_vi = "Bản công bố đang bị cách ly"
    code = "quarantined-release"


class UnavailableError(ApiError):
    """The storage cannot be reached, or is busy with others, at the moment: ask again shortly."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Storage unavailable"
    title_vi = "Kho dữ liệu tạm thời không truy cập được"
    code = "storage-unavailable"


class InternalError(ApiError):
    """The fault is ours. Nothing of it is told; it is in the log."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "Internal error"
    title_vi = "Lỗi nội bộ"
    code = "internal-error"


ERRORS: tuple[type[ApiError], ...] = (
    InvalidParameterError,
    UnknownCodeError,
    AmbiguousNameError,
    RefusedComputationError,
    NotFoundError,
    MethodNotAllowedError,
    NotAcceptableError,
    MalformedRequestError,
    AddressTooLongError,
    HeadersTooLargeError,
    UnwantedBodyError,
    BodyTooLargeError,
    UnsupportedMediaTypeError,
    TooLateError,
    TooManyRequestsError,
    TooSlowError,
    NothingPublishedError,
    BehindError,
    PrunedReleaseError,
    QuarantinedReleaseError,
    UnavailableError,
    InternalError,
)


def nearest_codes(wanted: str, known: Sequence[str]) -> list[str]:
    """Up to three codes that look like the wanted one, the most alike first."""
    return get_close_matches(wanted[:64], known, n=3, cutoff=0.5)


def code_of(path: str) -> Words:
    """What would be right, where it is a code that this list has."""
    return Words(f"a code of {path}", f"một mã có trong {path}")
