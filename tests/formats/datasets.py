"""Answers made up of generated rows: any numbers, gaps, and texts that are meant to do harm."""

from decimal import Decimal

from hypothesis import strategies as st

from app.formats.dataset import Dataset, Naming
from app.observations.queries import COLUMNS
from app.values.qualifiers import Qualifier
from app.values.statuses import ConfidentialityStatus, Derivation, ObservationStatus
from tests.strategies import cell_keys, organization_codes

HOSTILE = [
    "=1+1", '=HYPERLINK("http://evil.example","x")', "+84", "-1,5", "@SUM(A1)", "'quoted", "''",
    '"', 'a "b", c', "gần 7%", "từ 40; đến 42", "{=1}", "trên 74.000", "1e5", "TRUE", "2022-06",
    "\uff1d1", "a\\b", "\\", "null", "NaN", "<script>", "&amp;", "_x0041_", "https://x.example/?a=1&b=2",
    "đảng viên", "đảng viên", "🙂", " lead", "trail ", "",
]  # fmt: skip
# What a package may hold in one line of text: no control characters.
characters = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
prints = st.sampled_from(HOSTILE) | st.text(characters, min_size=1, max_size=30)
numbers = st.integers(-(10**14), 10**14).map(lambda whole: plain(Decimal(whole).scaleb(-6)))
counts = st.integers(0, 10**6)


def plain(number):
    """As answers write it: no more digits than it needs."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


@st.composite
def observations(draw, key):
    """One row of the list; which fields go together does not matter to a format."""

    def some(strategy):
        return draw(st.none() | strategy)

    return {
        "id": str(key),
        "organization": key.organization,
        "indicator": key.indicator,
        "period": str(key.period),
        "reference_date": some(st.sampled_from(["2022", "2022-06", "2022-06-30"])),
        "value": some(numbers),
        "lower": some(numbers),
        "lower_closed": draw(st.booleans()),
        "upper": some(numbers),
        "upper_closed": draw(st.booleans()),
        "qualifier": some(st.sampled_from([each.value for each in Qualifier])),
        "unit": some(st.sampled_from(["percent", "persons"])),
        "as_reported": some(prints),
        "derivation": draw(st.sampled_from([each.value for each in Derivation])),
        "status": draw(st.sampled_from([each.value for each in ObservationStatus])),
        "confidentiality": draw(st.sampled_from([each.value for each in ConfidentialityStatus])),
        "source": some(organization_codes),
        "vintage": some(organization_codes),
        "parts_known": some(counts),
        "parts_total": some(counts),
        "parts_complete": some(st.booleans()),
        "implied": draw(st.booleans()),
    }


@st.composite
def datasets(draw):
    """A page of observations, each of another cell, in any order."""
    keys = draw(st.lists(cell_keys, max_size=6, unique=True))
    rows = [draw(observations(key)) for key in keys]
    return dataset_of(rows, language=draw(st.sampled_from(["vi", "en"])))


def dataset_of(rows, *, columns=COLUMNS, language="vi"):
    named = {row["organization"]: None for row in rows}
    indicators = {row["indicator"]: None for row in rows}
    return Dataset(
        columns,
        rows,
        meta={
            "release": {
                "number": 7,
                "published_at": "2026-11-23T08:00:00.000000Z",
                "chain_digest": "ab" * 32,
            },
            "query": {"release": 7, "total": False},
            "count": len(rows),
            "notices": [{"code": "a", "vi": "một", "en": "one"}],
        },
        links={"self": "/v1/observations?release=7", "next": "/v1/observations?release=7&after=a"},
        language=language,
        naming=Naming(
            {
                code: {"vi": f"Đảng bộ {code}", "en": f"Party {code}", "parent": None}
                for code in named
            },
            {
                code: {
                    "label": {"vi": f"Số {code}", "en": f"Number {code}"},
                    "definition": {"vi": "Là số.", "en": "A number."},
                    "unit": "percent",
                    "decimals": 2,
                }
                for code in indicators
            },
            {
                "percent": {"vi": "phần trăm", "en": "percent", "symbol": "%"},
                "persons": {"vi": "người", "en": "persons", "symbol": None},
            },
            {},
        ),
        as_csv="/v1/observations?release=7&format=csv",
        public_url="https://partystats.example",
    )
