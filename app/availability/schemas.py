"""How availability is answered."""

from typing import Annotated

from pydantic import Field, WithJsonSchema

from app.availability.components import ALL, Component
from app.schemas import BilingualText, Schema

ComponentName = Annotated[str, WithJsonSchema({"type": "string", "enum": [ALL, *Component]})]


class Available(Schema):
    """A code that has observations under the selection: how many, from when to when."""

    component: ComponentName = Field(
        description=f"What the code is of; `{ALL}`, with the code `*`, is the whole selection.",
        examples=["indicator"],
    )
    code: str = Field(description="The code, as filters take it.", examples=["members"])
    name: BilingualText | None = Field(
        description="What the code is called, a source by its title or its publisher; null for "
        "periods, which name themselves."
    )
    count: int = Field(description="How many observations there are.", examples=[85])
    first_period: str = Field(
        description="The first period among them, in the order of their last days.",
        examples=["2005"],
    )
    last_period: str = Field(description="The last period among them.", examples=["2025"])
