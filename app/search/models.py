"""Tables of the search index. They follow from the others: no digest is over them."""

from app.database import ReleaseTable, options, text, whole


class SearchEntry(ReleaseTable, table=True):
    """Something to be found, numbered so that of equal matches the lower number comes first.

    `texts` is a JSON array of fields, each with its name and what it says.
    """

    __tablename__ = "search_entry"
    __table_args__ = options()

    release: int = whole(key=True)
    number: int = whole(key=True)
    type: str = text()
    code: str = text()
    texts: str = text()


class SearchWord(ReleaseTable, table=True):
    """A folded word, or a whole code, and the entries that have it.

    `written` is how it is written where it comes first, `count` how many entries there are,
    `entries` a JSON array of the differences between their numbers.
    """

    __tablename__ = "search_word"
    __table_args__ = options()

    release: int = whole(key=True)
    kind: str = text(key=True)
    word: str = text(key=True)
    written: str = text()
    count: int = whole()
    entries: str = text()
