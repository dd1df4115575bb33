"""How checks are answered."""

from pydantic import Field

from app.derivation.checks import Rule
from app.derivation.verdicts import Outcome, Verdict
from app.schemas import BilingualText, Bounded, Schema


class Side(Bounded):
    """One side of a comparison."""

    keys: list[str] = Field(
        description="The observations, or figures (with `@source`), it is made of.",
        examples=[["lao-cai.committees.2022", "lao-cai.grassroots_cells.2022"]],
    )
    as_reported: str | None = Field(description="The print, where it is one.", examples=["gần 7%"])


class Check(Schema):
    """A rule evaluated at one cell of a release."""

    code: str = Field(
        description="Rule, cell and, where needed, what is compared.",
        examples=["parts:lao-cai.grassroots_organizations.2022"],
    )
    rule: Rule = Field(description="Which rule it is.", examples=["parts"])
    cell: str = Field(
        description="The observation it is about.",
        examples=["lao-cai.grassroots_organizations.2022"],
    )
    organization: str = Field(description="The cell's organization.", examples=["lao-cai"])
    indicator: str = Field(
        description="The cell's indicator.", examples=["grassroots_organizations"]
    )
    period: str = Field(description="The cell's period.", examples=["2022"])
    outcome: Outcome = Field(description="What the check found.", examples=["passed"])
    verdict: Verdict | None = Field(
        description="How the two sides stand to each other; null where only one is marked.",
        examples=["consistent"],
    )
    left: Side = Field(description="One side.")
    right: Side = Field(description="The other side.")
    sources: list[str] = Field(
        description="The sources of both sides.", examples=[["bao-lao-cai-2023"]]
    )
    text: BilingualText = Field(description="What was found, in words.")
