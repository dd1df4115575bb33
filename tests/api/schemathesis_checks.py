"""What schemathesis asks beside its own checks, of every answer."""

import re

import schemathesis

from tests.api.problems import INTERNAL

# A parameter that the schema allows may still be refused: for what it names, or with another one.
WELL_FORMED = re.compile(
    r"^(There is no (organization|indicator|source|level|kind|scheme|group|measure|release|field) "
    r"|No organization bears the name of |[0-9]+ organizations bear the name "
    r"|There is no letter or digit in q\.$"
    r"|asOf and release each choose|.* lies in the future\.$|startPeriod .* begins after endPeriod"
    r"|.* is no place to continue from\.$|numerator and denominator are the same"
    r"|startPeriod .* does not end before endPeriod|Release [0-9]+ was published after"
    r"|[a-zA-Z]+ and [a-zA-Z]+ each choose observations;|period .* has nothing of frequency "
    r"|from [0-9]+ is not earlier than release"
    r"|style [a-z-]+ and format [a-z-]+ ask for two answers"
    r"|acrossBreaks is for growth|The selection has [0-9]+ cells|limit [0-9]+ is too large"
    r"|Release [0-9]+ knows no map of|.* does not exist on [0-9-]+.*: its numbers cannot be divided"
    r"|.* ended on [0-9-]+, and no full merger|.* is about published numbers, and"
    r"|Another map would need more than"
    r"|after continues the list of organizations, which component leaves out"
    r"|minRelease [0-9]+ excludes release [0-9]+,"
    r"|The .* guard refuses|.* is implied by a printed share|.*, and its change is never computed)"
)
# Comparisons that exclude each other, and fields that come twice.
LOGIC = re.compile(r"comparisons that some number passes|each field once")
# The one thing of a period that no pattern says: how many days a month has.
CALENDAR = re.compile(r"-(02-(29|30|31)|(04|06|09|11)-31)(?![0-9])")


@schemathesis.hook
def before_call(context, case, kwargs):
    """What is refused is told in English, whose words the checks know."""
    del context, kwargs
    case.headers = {**(case.headers or {}), "Accept-Language": "en"}
    for asked in (case.query, case.body):
        if isinstance(asked, dict) and asked.get("lang") == "vi":
            asked["lang"] = "en"


@schemathesis.check
def refusals_of_valid_requests_are_about_what_is_named(ctx, response, case):
    """What the schema allows is never refused for its form."""
    del ctx
    generation = getattr(case.meta, "generation", None)
    if generation is None or not generation.mode.is_positive or response.status_code != 422:
        return
    problem = response.json()
    faults = problem.get("errors", [problem])
    for fault in faults:
        detail = fault["detail"]
        # What was sent is shown as far as a hundred characters; what is wrong stands beside it.
        told = f"{detail} {fault.get('expected', '')}"
        if not (WELL_FORMED.search(detail) or CALENDAR.search(told) or LOGIC.search(told)):
            raise AssertionError(f"A valid request is refused for its form: {detail}")


@schemathesis.check
def nothing_internal_is_told(ctx, response, case):
    """No answer names paths, tables, modules; none names the software.

    But for the files that are taken away: packages, and the canonical form of the tables.
    """
    del ctx, case
    if "server" in response.headers:
        raise AssertionError("A Server header")
    if "content-disposition" in response.headers:
        return
    found = INTERNAL.search(re.sub(r'"url":"[^"]*"', "", response.text))
    if found:
        raise AssertionError(f"Internal: {found[0]}")


@schemathesis.check
def nothing_is_unavailable_but_releases_to_come(ctx, response, case):
    """503 for a `minRelease` beyond what is published, and for nothing else."""
    del ctx, case
    if response.status_code == 503 and response.json()["type"] != "/problems/release-behind":
        raise AssertionError(f"Unavailable: {response.text}")


OURS = (
    nothing_is_unavailable_but_releases_to_come,
    refusals_of_valid_requests_are_about_what_is_named,
    nothing_internal_is_told,
)
