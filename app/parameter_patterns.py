"""What parameters look like as text: regular expressions that the document shows to clients too."""

LIST_MAX = 200
# The longest code of a check: a rule, its cell, and the two figures that it compares.
PLACE_LENGTH_MAX = 600

# At most 64 characters, as `app.values.codes` has it.
CODE = "[a-z0-9]([a-z0-9]|-(?=[a-z0-9])){0,63}"
INDICATOR = "[a-z][a-z0-9_]{0,63}"
# Which days a month has is left to the calendar.
YEAR = "(19|2[01])[0-9]{2}"
DAY = f"{YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
PERIOD = f"{YEAR}(-(S[12]|Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?"
INSTANT = (
    rf"{DAY}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{{1,6}})?)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
COMPARISON = r"(eq|ne|lt|le|gt|ge):-?[0-9]{1,12}(\.[0-9]{1,6})?"
IDENTIFIERS = "[A-Za-z0-9._-]{1,40}(,[A-Za-z0-9._-]{1,40}){0,99}"
ORGANIZATION_NAME = f"{CODE}(@{DAY})?"
AXES = "(children|descendants|ancestors)(-or-self)?"
ORGANIZATION_SELECTOR = rf"\*|level:{INDICATOR}|({AXES}:)?{ORGANIZATION_NAME}"
INDICATOR_SELECTOR = rf"\*|((group|measure):)?{INDICATOR}"
CELL = rf"{CODE}\.{INDICATOR}\.{PERIOD}"
# Names of a package's own, in any language.
NAMES = r"[^\x00-\x1f\x7f]{1,200}"
PLACE = f"[A-Za-z0-9._:~@-]{{1,{PLACE_LENGTH_MAX}}}"


def whole(pattern: str) -> str:
    """The pattern for the whole text: JSON Schema looks for one anywhere."""
    return f"^({pattern})$"


def listed(pattern: str, most: int = LIST_MAX) -> str:
    """A comma-separated list of what the pattern describes."""
    return f"^({pattern})(,({pattern})){{0,{most - 1}}}$"
