"""What stands around every answer, and the one shape of every refusal."""

from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from app.schemas import BilingualText, Remark, Schema, without
from app.sources.schemas import Source


class ReleaseOfAnswer(Schema):
    """The one publication that an answer belongs to."""

    number: int = Field(
        description="Its number: `release=1` asks again, for the same bytes.", examples=[1]
    )
    published_at: datetime = Field(
        description="When it was published.", examples=["2026-11-23T08:00:00.000000Z"]
    )
    chain_digest: str = Field(
        description="Digest over its content, its history and the release before.",
        examples=["74a146ae8fd760dc33804bd47b0d2c8b6682ef6fe35dcc460a2213ffd7afba93"],
    )


class Labels(Schema):
    """What the codes in the rows stand for, each once."""

    organizations: dict[str, BilingualText] = Field(
        description="Names of organizations by code.",
        examples=[{"lao-cai": {"vi": "Đảng bộ tỉnh Lào Cai", "en": "Party organization"}}],
    )
    indicators: dict[str, BilingualText] = Field(
        description="Labels of indicators by code.",
        examples=[{"members": {"vi": "Đảng viên", "en": "Party members"}}],
    )
    sources: dict[str, Source] = Field(
        description="Sources by code, as /v1/sources has them.", examples=[{}]
    )


class ChangeSummary(Schema):
    """How two releases differ, whatever the filters choose of it."""

    from_: int = Field(
        alias="from", description="The earlier release; 0: nothing.", examples=[1], default=...
    )
    to: int = Field(description="The later release.", examples=[2])
    changes: dict[str, int] | None = Field(
        description="Cells by what became of them; null where they are too many to count here.",
        examples=[{"new": 12, "revised": 3, "withdrawn": 0}],
    )
    reasons: dict[str, int] | None = Field(
        description="Cells by the reason; null where they are too many to count here.",
        examples=[{"new": 12, "source_corrected": 1, "revised": 2}],
    )


class Meta(Schema):
    """What an answer says of itself."""

    model_config = ConfigDict(json_schema_extra=without("total", "labels", "types", "summary"))

    release: ReleaseOfAnswer = Field(description="The publication that answers.")
    query: dict[str, str | int | bool] = Field(
        description="What was asked, as it was understood, defaults included.",
        examples=[{"release": 1, "limit": 100, "total": False, "organization": "lao-cai"}],
    )
    count: int = Field(description="How many rows this answer has.", examples=[1])
    total: int = Field(
        description="How many rows the selection has on all pages, or, of coverage, how many "
        "organizations; only with `total=true`.",
        examples=[3395],
    )
    notices: list[Remark] = Field(
        description="Remarks on the whole answer: why it is empty, for one."
    )
    summary: ChangeSummary = Field(
        description="How two releases differ, counted; only of /v1/releases/{number}/changes."
    )
    labels: Labels = Field(description="Names for the codes in the rows; only with `labels=true`.")
    types: dict[str, int] = Field(
        description="How many there are of each type: of a search what matches, whatever `type` "
        "asks for; of availability the codes of each component.",
        examples=[{"organization": 3, "indicator": 17, "event": 2, "source": 40}],
    )


class Links(Schema):
    """Addresses to follow, without the host; pinned to the release, so that they never change."""

    model_config = ConfigDict(json_schema_extra=without("next"))

    self: str = Field(
        description="The canonical address of this very answer.",
        examples=["/v1/observations?release=1&organization=lao-cai"],
    )
    next: str = Field(
        description="The next page; left out on the last.",
        examples=["/v1/observations?release=1&after=lao-cai.members.2022"],
    )


class Envelope(Schema):
    """An answer, with the release it belongs to."""

    data: Any = Field(description="The answer itself.", examples=[None])
    meta: Meta = Field(description="What the answer says of itself.")
    links: Links = Field(description="Addresses to follow.")


@cache
def single(model: type[BaseModel]) -> type[Envelope]:
    """The answer that is one thing."""
    return create_model(
        f"{model.__name__}Answer",
        __base__=Envelope,
        __doc__="One thing, with the release it belongs to.",
        data=(model, Field(description="The thing itself.")),
    )


@cache
def part_of(model: type[BaseModel]) -> type[BaseModel]:
    """A row with the fields that `fields` names, and no others."""
    part: type[BaseModel] = type(
        f"{model.__name__}Part",
        (model,),
        {
            "__module__": __name__,
            "__doc__": "Some fields of a row: those that `fields` names.",
            "model_config": ConfigDict(json_schema_extra=_nothing_required),
        },
    )
    return part


def _nothing_required(schema: dict[str, Any]) -> None:
    schema.pop("required", None)


@cache
def listed(model: type[BaseModel], *others: type[BaseModel]) -> type[Envelope]:
    """The answer that is rows in a total order; `others` are rows that are not like most."""
    rows: Any = list[reduce(or_, others, model | part_of(model))]  # type: ignore[misc]
    return create_model(
        f"{model.__name__}List",
        __base__=Envelope,
        __doc__="Rows in a total order, with the release they belong to.",
        data=(
            rows,
            Field(description="The rows of this page; with `fields`, parts of them."),
        ),
    )


class Fault(Schema):
    """One of several parameters that were refused together."""

    parameter: str = Field(description="Its name.", examples=["limit"])
    detail: str = Field(description="What was wrong.", examples=["limit cannot be 'ten'."])
    expected: str = Field(
        description="What would be right.", examples=["a whole number from 1 to 99999"]
    )
    nearest: list[str] = Field(
        description="Names or codes that look like it, the most alike first.",
        examples=[["indicator"]],
    )


class Candidate(Schema):
    """An organization that may have been meant."""

    code: str = Field(description="Its code.", examples=["lao-cai-2025"])
    name: str = Field(description="Its name.", examples=["Đảng bộ tỉnh Lào Cai"])
    valid_from: str | None = Field(
        description="Its first day; null: not known.", examples=["2025-07-01"]
    )
    valid_to: str | None = Field(
        description="Its last day; null: it exists.", examples=["2025-06-30"]
    )


class Problem(Schema):
    """A refusal (RFC 9457): what was wrong and what would be right."""

    model_config = ConfigDict(
        json_schema_extra=without("parameter", "expected", "nearest", "candidates", "errors")
    )

    type: str = Field(
        description="Names the cause; stable.", examples=["/problems/invalid-parameter"]
    )
    title: str = Field(description="The cause in words.", examples=["Invalid parameter"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(
        description="What was wrong this time.", examples=["There is no parameter 'indcator' here."]
    )
    language: str = Field(
        description="The language of `title`, `detail` and `expected`: that of `lang=` or "
        "`Accept-Language`, else `vi`; `en` where a text exists in English alone.",
        examples=["en"],
    )
    parameter: str = Field(
        description="The parameter or header that was wrong, where it is one.",
        examples=["indcator"],
    )
    expected: str = Field(
        description="What would be right.", examples=["one of: after, asOf, format, indicator"]
    )
    nearest: list[str] = Field(
        description="Codes that look like the one given, the most alike first.",
        examples=[["indicator"]],
    )
    candidates: list[Candidate] = Field(
        description="Who bears the name that was asked for, where they are several."
    )
    errors: list[Fault] = Field(
        description="All parameters that were refused, where they are several."
    )
