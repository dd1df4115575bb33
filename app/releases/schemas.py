"""How releases, and the limits of an instance, are answered."""

from datetime import datetime

from pydantic import Field

from app.schemas import Number, Schema

DIGEST = "74a146ae8fd760dc33804bd47b0d2c8b6682ef6fe35dcc460a2213ffd7afba93"


class Recipe(Schema):
    """What, beside its packages, the content of a release depends on."""

    columns: int = Field(description="Version of the list of columns digested.", examples=[1])
    disclosure_threshold: int = Field(
        description="Personal counts above 0 and below it are suppressed.", examples=[5]
    )
    rules: int = Field(description="Version of the rules.", examples=[1])


class Changes(Schema):
    """Cells that changed against the release before."""

    new: int = Field(description="Cells with a number for the first time.", examples=[12])
    revised: int = Field(description="Cells whose number changed.", examples=[3])
    withdrawn: int = Field(description="Cells that no longer have a number.", examples=[0])


class PackageOfRelease(Schema):
    """A Data Package that a release was built from."""

    name: str = Field(description="Its name.", examples=["founding"])
    digest: str = Field(
        description="SHA-256 over a line `name digest` for each of its files, in order of name.",
        examples=[DIGEST],
    )
    version: str | None = Field(description="Its version.", examples=["2026.11.23"])
    title: str | None = Field(
        description="Its title.",
        examples=["Party organization statistics: the founding set"],
    )


class Release(Schema):
    """One atomic, numbered, immutable publication."""

    number: int = Field(description="Its number.", examples=[1])
    published_at: datetime = Field(
        description="When it was published.", examples=["2026-11-23T08:00:00.000000Z"]
    )
    current: bool = Field(
        description="Whether it is the one that answers this request.", examples=[True]
    )
    content_digest: str = Field(
        description="Over its rows: the same content gives the same digest.", examples=[DIGEST]
    )
    chain_digest: str = Field(
        description="Over content, history and the chain of the release before.", examples=[DIGEST]
    )
    recipe: Recipe = Field(description="What it was built with.")
    application_version: str = Field(
        description="The version of the service that built it.", examples=["0.1.0"]
    )
    counts: dict[str, int] = Field(
        description="Rows by table.", examples=[{"figure": 1013, "observation": 3395}]
    )
    changes: Changes = Field(description="What it changed.")
    packages: list[PackageOfRelease] = Field(description="What it was built from.")


class FormatOffered(Schema):
    """A format of answers."""

    name: str = Field(description="For `format=`.", examples=["csv"])
    media_type: str = Field(
        description="For `Accept`; of formats that share one, it means the first.",
        examples=["text/csv"],
    )


class Limits(Schema):
    """What is enforced before work is done."""

    page_size_max: int = Field(description="The largest `limit`.", examples=[1000])
    list_length_max: int = Field(description="Values in one list.", examples=[200])
    comparisons_max: int = Field(description="Comparisons of one number.", examples=[4])
    fields_max: int = Field(description="Fields of `fields`.", examples=[60])
    sort_fields_max: int = Field(description="Fields of `sort`.", examples=[5])
    rows_sorted_max: int = Field(
        description="Rows of a selection that is sorted.", examples=[100_000]
    )
    organizations_apart_max: int = Field(
        description="Organizations that lie apart in the tree, where selectors are several.",
        examples=[10_000],
    )
    cells_computed_max: int = Field(description="Cells worked out in one answer.", examples=[400])
    url_length_max: int = Field(description="Bytes of path and query.", examples=[8000])
    body_length_max: int = Field(description="Bytes of a question by POST.", examples=[131_072])
    parameters_max: int = Field(description="Parameters of one address.", examples=[50])
    headers_max: int = Field(description="Headers of one request.", examples=[100])
    headers_length_max: int = Field(
        description="Bytes of all headers of one request.", examples=[32768]
    )
    downloads_max: int = Field(
        description="Files that one process gives out at the same time.", examples=[8]
    )
    query_seconds: Number = Field(description="Seconds for one statement.", examples=[5.0])
    rate_limit: str | None = Field(
        description="Requests from one address to one process in a time; null: any number. The "
        "headers `RateLimit-Policy` and `RateLimit` tell it with every answer.",
        examples=["6000/minute"],
    )


class Configuration(Schema):
    """Limits and choices of this instance."""

    application_version: str = Field(description="The version of the service.", examples=["0.1.0"])
    recipe: Recipe = Field(description="What the release that answers was built with.")
    formats: list[FormatOffered] = Field(description="Formats; the first is the default.")
    languages: list[str] = Field(
        description="Languages; the first is the default.", examples=[["vi", "en"]]
    )
    limits: Limits = Field(description="What is enforced.")
