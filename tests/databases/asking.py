"""Random requests over all operations of the OpenAPI document: most are valid, some are not."""

import random
from collections.abc import Callable
from urllib.parse import quote

import httpx

from tests.web.document import READS, Operation

NOBODY = ["lao-cay", "nobody", "members", "Lào Cai", "đảng", "", "a" * 90, "10", "vn,vn"]
PERIODS = ["2022", "2010", "2018", "2025-09", "2022-12-31", "2021-S1", "2020-Q3", "1950", "2199"]
ODD = [
    "",
    "x",
    "-1",
    "0",
    "9" * 25,
    "null",
    "TRUE",
    "'",
    "%",
    "_",
    "\u0111",
    "e\u0301",
    "👩‍👩‍👧",
    "2022-02-30",
]
TYPED = [
    "lao cai",
    "Đảng viên",
    "dang vein",
    "hop nhat",
    "15",
    "members_sh",
    "yen",
    "báo",
    "qwerty",
]
SORTED = ["indicator", "period", "organization", "organization", "status", "code"]
NUMBERS = ["0", "42", "53767", "7", "0.000001", "-1", "100", "999999999999", "6.977381", "1e5", "x"]


def known_codes(client: httpx.Client) -> dict[str, list[str]]:
    """Codes of the release by what they name."""

    def codes(path: str, name: str = "code") -> list[str]:
        rows = client.get(path, params={"limit": 1000}).json()["data"]
        return sorted({str(row[name]) for row in rows})

    return {
        "organization": codes("/v1/organizations"),
        "indicator": codes("/v1/indicators"),
        "source": codes("/v1/sources"),
        "event": codes("/v1/events"),
        "check": codes("/v1/checks"),
        "key": codes("/v1/observations", "id"),
    }


def takes_several(parameter: dict) -> bool:
    """Whether it is a list; one code alone has no comma in its pattern."""
    return "(,(" in str(parameter["schema"].get("pattern", ""))


class Asking:
    """Makes addresses; the same ones for the same seed."""

    def __init__(self, codes: dict[str, list[str]], seed: int) -> None:
        self._codes = codes
        self._random = random.Random(seed)
        self._makers: dict[str, Callable[[], str]] = {
            "release": lambda: self._one(["1", "1", "2", "2", "3", "x"]),
            "minRelease": lambda: self._one(["1", "1", "1", "2", "x"]),
            "asOf": lambda: self._one(["2026-01-02", "2026-01-03", "2026-01-03T00:00:00Z", "2020"]),
            "format": lambda: self._one(["json", "csv", "json", "csv", "xml"]),
            "lang": lambda: self._one(["vi", "en", "fr"]),
            "limit": lambda: self._one(["1", "2", "3", "7", "50", "1000", "0", "1001"]),
            "after": lambda: self._one([*self._codes["organization"], *ODD, "1", "7"]),
            "total": lambda: self._one(["true", "false", "yes"]),
            "value": self._comparisons,
            "lower": self._comparisons,
            "upper": self._comparisons,
            "ids": lambda: self._several(self._codes["key"]),
            "identifier": self._identifier,
            "q": lambda: self._one(TYPED),
            "period": lambda: self._several(PERIODS),
            "startPeriod": lambda: self._one(PERIODS),
            "endPeriod": lambda: self._one(PERIODS),
        }

    def request(self) -> tuple[str, dict[str, str]]:
        """An address and headers."""
        operation = self._random.choice(READS)
        path, query = operation.path, {}
        for parameter in operation.parameters:
            name = parameter["name"]
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(self._in_path(operation, parameter)))
            elif parameter["required"] or self._random.random() < 1.8 / len(operation.parameters):
                query[name] = self._value(parameter)
        if self._random.random() < 0.01:
            query["indcator"] = "members"
        pairs = [f"{name}={quote(value, safe=',:@')}" for name, value in query.items()]
        address = f"{path}?{'&'.join(pairs)}" if pairs else path
        return address, self._headers()

    def goes_on(self) -> bool:
        """Whether to follow the link to the next page."""
        return self._random.random() < 0.7

    def _headers(self) -> dict[str, str]:
        kinds = [{}, {}, {}, {"accept": "text/csv"}, {"accept-language": "en"}]
        return self._random.choice(kinds)

    def _in_path(self, operation: Operation, parameter: dict) -> str:
        rooms = {
            "organizations": "organization", "indicators": "indicator", "ratios": "indicator",
            "observations": "key", "checks": "check",
        }  # fmt: skip
        if self._random.random() < 0.06:
            return self._random.choice(NOBODY[:5])
        room = rooms.get(operation.path.split("/")[2])
        if room is None or self._random.random() < 0.1:
            return str(parameter["schema"]["examples"][0])
        return self._random.choice(self._codes[room])

    def _value(self, parameter: dict) -> str:
        if self._random.random() < 0.02:
            return self._random.choice(ODD)
        name = parameter["name"]
        if name == "period" and not takes_several(parameter):
            return self._one(PERIODS)
        if name in self._makers:
            return self._makers[name]()
        of_organizations = {"organization", "parent", "code"}
        if name == "code" or name in of_organizations:
            return self._several(self._organizations(parameter))
        if name in {"indicator", "numerator", "denominator", "source"}:
            pool = self._codes["source" if name == "source" else "indicator"]
            return self._several(pool) if takes_several(parameter) else self._one(pool)
        return self._documented(parameter["schema"])

    def _documented(self, schema: dict) -> str:
        """What the schema says can stand there: members of its pattern or list, its examples."""
        pattern = str(schema.get("pattern", ""))
        if "(:(asc|desc))" in pattern:
            return self._sort(schema)
        if pattern.startswith("^([a-z][a-z_]{0,39})(,("):  # Several fields, each once.
            return self._one(schema["examples"])
        choices = pattern.removeprefix("^(").partition(")")[0].split("|") if "|" in pattern else []
        found = [*choices, *schema.get("enum", ()), *schema.get("examples", ())]
        if schema.get("type") == "boolean":
            found = ["true", "false"]
        if "enum" in schema:
            return self._one([str(each) for each in schema["enum"]])
        plain = [str(each).replace("\\", "") for each in found if "[" not in str(each)]
        return self._several(plain or ["x"])

    def _organizations(self, parameter: dict) -> list[str]:
        """Codes, and selectors where they are taken; `code` may mean anything's."""
        if "children" in str(parameter["schema"].get("pattern")):
            return [*self._codes["organization"], *(self._selector() for _ in range(40))]
        return self._codes["organization"] if parameter["name"] != "code" else self._any_code()

    def _any_code(self) -> list[str]:
        return self._random.choice(
            [self._codes[name] for name in ("organization", "indicator", "source", "event")]
        )

    def _comparison(self) -> str:
        operator = self._random.choice(["eq", "ne", "lt", "le", "gt", "ge", "ge", "about"])
        return f"{operator}:{self._random.choice(NUMBERS)}"

    def _comparisons(self) -> str:
        count = self._random.choice([1, 1, 1, 2, 3])
        return ",".join(self._comparison() for _ in range(count))

    def _sort(self, schema: dict) -> str:
        """By the field of the example, and by others that most lists have."""
        (example,) = schema["examples"]
        keys = {example.partition(":")[0]: None, self._one(SORTED): None}
        return ",".join(f"{key}{self._one(['', ':desc', ':asc'])}" for key in keys)

    def _selector(self) -> str:
        """Organizations by their place in the tree, or by a name with a day."""
        code = self._random.choice(self._codes["organization"])
        day = self._random.choice(["", "", "@2022-12-31", "@2025-12-31"])
        axes = ["children", "descendants", "ancestors", "children-or-self", "ancestors-or-self"]
        made = [f"{self._random.choice(axes)}:{code}{day}", f"{code}{day}", "level:provincial", "*"]
        return self._random.choice(made)

    def _identifier(self) -> str:
        day = self._random.choice(["", "@2022-12-31", "@2025-12-31", "@2022"])
        scheme = self._random.choice(["gso-province", "gso-province", "wikidata", "nothing"])
        return f"{scheme}:{self._several(['10', '15', '80', 'Q1', '001'])}{day}"

    def _one(self, pool: list[str]) -> str:
        return self._random.choice(pool)

    def _several(self, pool: list[str]) -> str:
        count = self._random.choice([1, 1, 1, 2, 3, 8])
        chosen = [self._random.choice(pool) for _ in range(count)]
        if self._random.random() < 0.03:
            chosen.append(self._random.choice(NOBODY))
        return ",".join(chosen)
