"""Parts of addresses that several resources have."""

from typing import Annotated

from fastapi import Path

ObservationIdPath = Annotated[
    str,
    Path(
        max_length=300,
        description="Id of the observation: `organization.indicator.period`.",
        examples=["lao-cai.members_share_of_population.2022"],
    ),
]
