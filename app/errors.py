"""Everything an answer may refuse with: one class for each cause (RFC 9457)."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from http import HTTPStatus
from typing import ClassVar


class ApiError(Exception):
    """A refusal. `parameter` is what the client sent wrongly, `expected` what would be right."""

    status: ClassVar[HTTPStatus]
    title: ClassVar[str]
    code: ClassVar[str]

    def __init__(
        self,
        detail: str,
        *,
        parameter: str | None = None,
        expected: str | None = None,
        nearest: Sequence[str] = (),
        candidates: Sequence[Mapping[str, str | None]] = (),
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.parameter = parameter
        self.expected = expected
        self.nearest = tuple(nearest)
        self.candidates = tuple(candidates)


class InvalidParameterError(ApiError):
    """A parameter that there is not, that is given twice, or whose value it cannot have."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Invalid parameter"
    code = "invalid-parameter"


class UnknownCodeError(ApiError):
    """A code in a parameter that the release does not have; see what is nearest."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Unknown code"
    code = "unknown-code"


class AmbiguousNameError(ApiError):
    """Several organizations bear the name on the day; the candidates say which code to ask for."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Ambiguous name"
    code = "ambiguous-name"


class RefusedComputationError(ApiError):
    """Two indicators that make no ratio: their borders, dates or concepts differ."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "Refused computation"
    code = "refused-computation"


class NotFoundError(ApiError):
    """Nothing is at this address, or the release has nothing of that name."""

    status = HTTPStatus.NOT_FOUND
    title = "Not found"
    code = "not-found"


class MethodNotAllowedError(ApiError):
    """The service is only read, with GET and HEAD."""

    status = HTTPStatus.METHOD_NOT_ALLOWED
    title = "Method not allowed"
    code = "method-not-allowed"


class NotAcceptableError(ApiError):
    """`Accept` or `format` names no format that this answer has; `format=` goes before `Accept`."""

    status = HTTPStatus.NOT_ACCEPTABLE
    title = "No acceptable format"
    code = "not-acceptable"


class MalformedRequestError(ApiError):
    """The bytes sent are no request, or its address is no text."""

    status = HTTPStatus.BAD_REQUEST
    title = "Malformed request"
    code = "malformed-request"


class AddressTooLongError(ApiError):
    """Path and query are longer than /v1/config allows: ask in several requests."""

    status = HTTPStatus.REQUEST_URI_TOO_LONG
    title = "Address too long"
    code = "address-too-long"


class HeadersTooLargeError(ApiError):
    """More headers, or longer ones, than a question needs."""

    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    title = "Headers too large"
    code = "headers-too-large"


class UnwantedBodyError(ApiError):
    """Questions are addresses: a body would change nothing, so it is not taken."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "Unwanted request body"
    code = "unwanted-body"


class BodyTooLargeError(ApiError):
    """The question is longer than /v1/config allows: ask in several requests."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "Question too long"
    code = "body-too-large"


class UnsupportedMediaTypeError(ApiError):
    """The body is not said to be JSON, which is all that a question may be."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    title = "Unsupported media type"
    code = "unsupported-media-type"


class TooLateError(ApiError):
    """The request was begun and not finished in time."""

    status = HTTPStatus.REQUEST_TIMEOUT
    title = "Request not finished in time"
    code = "request-timeout"


class TooSlowError(ApiError):
    """Reading took longer than /v1/config allows: narrow the selection."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Stopped after the time limit"
    code = "too-slow"


class NothingPublishedError(ApiError):
    """No release is published yet; /readyz tells when there is one."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Nothing is published yet"
    code = "nothing-published"


class BehindError(ApiError):
    """`minRelease` names a release that has not reached here yet: ask again shortly."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Release not here yet"
    code = "release-behind"


class PrunedReleaseError(ApiError):
    """The release was published, and is no longer kept here; its digests and packages are."""

    status = HTTPStatus.GONE
    title = "Release no longer kept"
    code = "pruned-release"


class QuarantinedReleaseError(ApiError):
    """What is stored of the release is not what was published, so none of it is served."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Release in quarantine"
    code = "quarantined-release"


class UnavailableError(ApiError):
    """The storage cannot be reached, or is busy with others, at the moment: ask again shortly."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Storage unavailable"
    code = "storage-unavailable"


class InternalError(ApiError):
    """The fault is ours. Nothing of it is told; it is in the log."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    title = "Internal error"
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
