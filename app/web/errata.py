"""What every answer of a release says once something in the release is known to be wrong."""

from app.formats.dataset import Row
from app.releases.errata import Erratum


def erratum_notice(erratum: Erratum) -> Row:
    """The erratum in words, with what it is about and where it is mended."""
    about = ", ".join(erratum.subjects)
    vi, en = (f" ({about})", f" ({about})") if about else ("", "")
    if erratum.mended_in is None:
        vi, en = f"{vi}; chưa được sửa", f"{en}; not mended yet"
    else:
        vi = f"{vi}; đã sửa từ bản công bố {erratum.mended_in}"
        en = f"{en}; mended since release {erratum.mended_in}"
    return {
        "code": "erratum",
        "vi": f"Đính chính {erratum.code}: {erratum.vi}{vi}. Xem /v1/errata.",
        "en": f"Erratum {erratum.code}: {erratum.en}{en}. See /v1/errata.",
    }
