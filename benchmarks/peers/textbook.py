"""What the tutorials of FastAPI and SQLModel lead to: entities, a session, a response model.

Over the tables of peers/tables.py; `TEXTBOOK_DATABASE` names the file.
"""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, select

engine = create_engine(f"sqlite:///{os.environ['TEXTBOOK_DATABASE']}")
app = FastAPI()


class Organization(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    level: str
    parent_id: int | None = Field(default=None, foreign_key="organization.id")
    name_vi: str
    name_en: str


class Indicator(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name_vi: str
    name_en: str


class Source(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    publisher: str
    title: str
    url: str
    published: str | None
    accessed: str | None


class Observation(SQLModel, table=True):
    organization_id: int = Field(primary_key=True, foreign_key="organization.id")
    indicator_id: int = Field(primary_key=True, foreign_key="indicator.id")
    period: str = Field(primary_key=True)
    value: int
    lower: int | None
    upper: int | None
    qualifier: str
    as_reported: str
    source_id: int = Field(foreign_key="source.id")
    organization: Organization = Relationship()
    indicator: Indicator = Relationship()
    source: Source = Relationship()


class NamePublic(SQLModel):
    code: str
    name_vi: str
    name_en: str


class SourcePublic(SQLModel):
    code: str
    publisher: str
    title: str
    url: str
    published: str | None
    accessed: str | None


class ObservationPublic(SQLModel):
    period: str
    value: int
    lower: int | None
    upper: int | None
    qualifier: str
    as_reported: str
    organization: NamePublic
    indicator: NamePublic
    source: SourcePublic


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


@app.get("/observations/{organization}/{indicator}/{period}", response_model=ObservationPublic)
def read_observation(
    organization: str, indicator: str, period: str, session: SessionDep
) -> Observation:
    statement = (
        select(Observation)
        .join(Organization)
        .join(Indicator)
        .where(
            Organization.code == organization,
            Indicator.code == indicator,
            Observation.period == period,
        )
    )
    observation = session.exec(statement).first()
    if observation is None:
        raise HTTPException(status_code=404, detail="Observation not found")
    return observation
