"""How sentences are answered."""

from pydantic import Field

from app.schemas import BilingualText, Schema


class Sentence(Schema):
    """One number in words, with its citation."""

    id: str = Field(
        description="The observation that is told of.",
        examples=["lao-cai.members_share_of_population.2022"],
    )
    permalink: str = Field(
        description="Where the number is found, whatever is published later.",
        examples=["http://127.0.0.1:8000/v1/observations/lao-cai.members.2022?release=1"],
    )
    language: str = Field(description="The language of `format=text`.", examples=["vi"])
    sentence: BilingualText = Field(
        description="The number with its time and its origin, never more certain than its bounds; "
        "what has to be known beside it follows as further sentences."
    )
    text: BilingualText = Field(
        description="The sentence, and below it the citation: what `format=text` answers."
    )
    citation: BilingualText = Field(description="To put where the sentence is used.")
