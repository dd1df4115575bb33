"""What the documentation says before the first request."""

SUMMARY = "Statistics of Party organizations in Viet Nam, honest about their numbers."
DESCRIPTION = """
An open service for figures about Party organizations (*tổ chức đảng*), an unofficial compilation
from public sources (*tổng hợp không chính thức từ nguồn công khai*).

**An observation** is the published answer for one cell: an organization, an indicator, a period;
its id is `lao-cai.members.2022`. `value` is the number as printed or computed. `lower` and `upper`
bound every number the print allows: *gần 42 %* is a value of 42 that certainly lies below 42.
Bounds say what the print allows, not how well the thing was measured.

**Everything has a source.** `/v1/figures` holds each number as one publication printed it;
`/v1/observations/{id}` shows all that a number rests on, down to the print. What sources *claim*
stands beside what we *compute*, with a verdict. Nothing is papered over: contradictions, border
changes and missing numbers are shown as such, and missing is never zero.

**Every answer belongs to one release**, named in `meta.release`. Ask again with `release=1` and you
get the same bytes; `asOf=` a day asks what we had published by its end.

Begin with [the profile of Lào Cai in 2022](/v1/organizations/lao-cai/profile?period=2022), or follow
[one ratio](/v1/observations/lao-cai.members_share_of_population.2022) down to its sources.
"""
TAGS = [
    {
        "name": "organizations",
        "description": "Party organizations in their tree. `lao-cai` (1991–2025) and `lao-cai-2025` "
        "are two: the second succeeds the first and `yen-bai`.",
    },
    {
        "name": "observations",
        "description": "Published numbers: one for each organization, indicator and period.",
    },
    {
        "name": "ratios",
        "description": "Numbers that follow from others, with operands, bounds, claims and guards.",
    },
    {"name": "figures", "description": "Numbers as single sources print them."},
    {
        "name": "indicators",
        "description": "What is measured, what is computed, and what codes mean.",
    },
    {"name": "sources", "description": "Publications that figures come from."},
    {
        "name": "events",
        "description": "Mergers, boundary changes, documents, tasks; breaks in series.",
    },
    {"name": "checks", "description": "Rules evaluated in a release, and what they found."},
    {
        "name": "releases",
        "description": "Numbered, immutable publications, and this instance's limits.",
    },
    {"name": "health", "description": "For whoever runs the service."},
]
