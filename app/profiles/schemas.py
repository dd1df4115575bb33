"""How profiles are answered."""

from pydantic import Field

from app.checks.schemas import Check
from app.events.schemas import Event
from app.lineage.schemas import Alternative, Assumption, Claim
from app.observations.schemas import Observation
from app.organizations.schemas import RelatedOrganization
from app.schemas import BilingualText, Remark, Schema
from app.sources.schemas import Source


class ProfileNumber(Observation):
    """One number of a profile, in words and as a number, with what is said against it."""

    label: BilingualText = Field(description="The indicator's label.")
    text: BilingualText = Field(
        description="The number in words, never more certain than its bounds."
    )
    headline: bool = Field(description="Whether it is shown first.", examples=[True])
    formula: str | None = Field(
        description="The indicator's formula.", examples=["members / population * 100"]
    )
    operands: list[Assumption] = Field(description="The numbers it is computed from.")
    alternatives: list[Alternative] = Field(description="Other prints for this cell.")
    claims: list[Claim] = Field(description="What sources print of a number that is computed.")
    notices: list[Remark] = Field(description="What to know of the number.")
    notes: list[BilingualText] = Field(description="What is ambiguous about the indicator.")


class ProfileGroup(Schema):
    """Numbers under one heading."""

    code: str = Field(description="Code of the heading.", examples=["members"])
    label: BilingualText = Field(description="The heading.")
    indicators: list[ProfileNumber] = Field(description="Its numbers, in the order of the catalog.")


class Profile(Schema):
    """Everything about one organization in a period."""

    organization: RelatedOrganization = Field(description="The organization.")
    period: str | None = Field(
        description="The period shown; null where nothing is known of any.", examples=["2022"]
    )
    periods: list[str] = Field(
        description="All periods that have numbers.", examples=[["2010", "2022"]]
    )
    groups: list[ProfileGroup] = Field(description="The numbers by group.")
    events: list[Event] = Field(description="What happened to the organization.")
    checks: list[Check] = Field(description="Rules evaluated for its numbers of the period.")
    sources: list[Source] = Field(description="Every source of the numbers shown.")
