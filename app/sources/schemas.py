"""How sources are answered."""

from pydantic import Field

from app.schemas import Schema
from app.values.statuses import Authority


class Source(Schema):
    """A publication that figures come from, precise enough to find the same page again."""

    code: str = Field(description="Its code.", examples=["bao-lao-cai-2023"])
    authority: Authority = Field(description="Who speaks.", examples=["party-press"])
    origin: str | None = Field(
        description="Who measured, where it is not the publisher.",
        examples=["Ban Tổ chức Tỉnh ủy Lào Cai"],
    )
    publisher: str = Field(description="Who published it.", examples=["Báo Lào Cai"])
    title: str | None = Field(
        description="Its title as printed.",
        examples=["Chủ tịch UBND tỉnh Lào Cai được bầu giữ chức Bí thư Tỉnh ủy"],
    )
    url: str = Field(description="Where it was read.", examples=["https://baolaocai.vn/"])
    published: str | None = Field(
        description="When it was published, as far as known: a year, month or day.",
        examples=["2023-02"],
    )
    accessed: str = Field(description="The day it was read.", examples=["2026-11-23"])
    language: str = Field(description="The language it is written in.", examples=["vi"])
    note: str | None = Field(
        description="What to know before relying on it.",
        examples=["Copy of a table of the statistics office."],
    )
