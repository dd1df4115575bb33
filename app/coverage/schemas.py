"""How coverage is answered."""

from pydantic import ConfigDict, Field

from app.coverage.states import State
from app.schemas import BilingualText, Schema, without


class Coverage(Schema):
    """What there is of one organization's indicator: in a year, or in each of several."""

    model_config = ConfigDict(
        json_schema_extra=without("year", "state", "observations", "states", "missing")
    )

    organization: str = Field(description="Code of the organization.", examples=["lao-cai"])
    name: BilingualText = Field(description="The organization's name.")
    level: str = Field(description="Its level.", examples=["provincial"])
    indicator: str = Field(description="Code of the indicator.", examples=["members"])
    year: int = Field(description="The year; only by year.", examples=[2022])
    state: State = Field(
        description="`reported`, `computed`, `rolled_up`: there is a number, and how it came "
        "about; `suppressed`: a small count of persons, not disclosed; `incomplete`: no value, as "
        "parts are missing, at most a bound; `missing`: nothing, though another organization of "
        "the level has a number that year; `not_expected`: nothing, and none of the level has; "
        "`not_applicable`: the organization did not exist. Of several periods of the year the "
        "first of these that holds for one. Only by year.",
        examples=["reported"],
    )
    observations: list[str] = Field(
        description="Ids of the observations of all periods of the year, as `ids=` of "
        "/v1/observations takes them; only by year.",
        examples=[["lao-cai.members.2022"]],
    )
    states: dict[str, State] = Field(
        description="The state of each year; only by series.",
        examples=[{"2021": "missing", "2022": "reported"}],
    )
    missing: list[str] = Field(
        description="The years that are `missing`; only by series.", examples=[["2021"]]
    )
