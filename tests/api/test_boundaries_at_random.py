"""Sums over random mergers, in several generations, against a reckoning without any of our code."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.api.test_filters import rows
from tests.packages import event, figure, organization, write_package

YEARS = range(2000, 2021)
DAY = timedelta(days=1)


class World:
    """Provinces that merge, two or three at a time, and what was printed of each while it was."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.spans = {f"o{number}": [None, None] for number in range(12)}
        self.merged = {}
        for number, year in enumerate(sorted(self.random.sample(YEARS[2:], 7))):
            effective = date(year, self.random.choice((1, 7)), 1)
            living = [code for code, (_, end) in self.spans.items() if end is None]
            parts = sorted(self.random.sample(living, self.random.choice((2, 2, 3))))
            for code in parts:
                self.spans[code][1] = effective - DAY
            self.spans[f"m{number}"] = [effective, None]
            self.merged[f"m{number}"] = (effective, parts)
        self.printed = {
            (code, indicator, year): self._print()
            for code in self.spans
            for indicator in ("members", "admitted")
            for year in YEARS
            if self._exists(code, indicator, year) and self.random.random() < 0.8
        }

    def _exists(self, code, indicator, year):
        begun, ended = self.spans[code]
        days = [date(year, 12, 31)] + [date(year, 1, 1)] * (indicator == "admitted")
        return all((begun or day) <= day <= (ended or day) for day in days)

    def _print(self):
        return self.random.choice(("", "", "", "hơn ", "gần ")), self.random.randrange(1, 90) * 100

    def package(self, folder):
        tree = [organization("vn")]
        for code, (begun, ended) in self.spans.items():
            span = {"valid_from": str(begun or ""), "valid_to": str(ended or "")}
            tree.append(organization(code, "vn", **span))
        events = [
            event(
                f"merger-{code}", code, kind="merger", effective=str(effective),
                related=";".join(parts), breaks="*",
            )
            for code, (effective, parts) in self.merged.items()
        ]  # fmt: skip
        figures = [
            figure(".".join(map(str, key)), f"{word}{number}")
            for key, (word, number) in self.printed.items()
        ]
        return write_package(folder, organizations=tree, figures=figures, events=events)

    def bounds(self, key):
        """Lower end, whether closed, upper end, whether closed; no upper end: None."""
        word, number = self.printed[key]
        low, high = {"": (number, number), "hơn ": (number, None), "gần ": (0, number)}[word]
        return low, word != "hơn ", high, word == ""

    def told(self, code, indicator, year):
        """What a cell says: None where nothing is known, else value, bounds, and its parts."""
        if (code, indicator, year) in self.printed:
            return self.printed[code, indicator, year][1], self.bounds((code, indicator, year)), []
        if code not in self.merged or date(year, 12, 31) >= self.merged[code][0]:
            return None
        needed = self.leaves(code, indicator, year)
        known = [
            (each, indicator, year) for each in needed if (each, indicator, year) in self.printed
        ]
        if not known:
            return None
        ends = [self.bounds(key) for key in known]
        low = sum(end[0] for end in ends)
        closed = all(end[1] for end in ends)
        if len(known) < len(needed):
            nothing = (low, closed) == (0, True)
            return None, (None if nothing else low, closed and not nothing, None, False), known
        high = None if any(end[2] is None for end in ends) else sum(end[2] for end in ends)
        value = sum(self.printed[key][1] for key in known)
        return value, (low, closed, high, high is not None and all(end[3] for end in ends)), known

    def leaves(self, code, indicator, year):
        found = []
        for part in self.merged[code][1]:
            earlier = part in self.merged and date(year, 12, 31) < self.merged[part][0]
            if earlier and (part, indicator, year) not in self.printed:
                found += self.leaves(part, indicator, year)
            else:
                found.append(part)
        return found

    def on(self, day):
        """Every cell of those that exist on the day."""
        standing = [
            code
            for code, (begun, ended) in self.spans.items()
            if (begun or day) <= day <= (ended or day)
        ]
        cells = {
            (code, indicator, year): self.told(code, indicator, year)
            for code in standing
            for indicator in ("members", "admitted")
            for year in YEARS
        }
        return {key: found for key, found in cells.items() if found is not None}


def _said(row):
    bounds = tuple(row[name] for name in ("lower", "lower_closed", "upper", "upper_closed"))
    parts = sorted(part["id"] for part in row["parts"])
    return row["value"], bounds, parts


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_are_those_of_a_plain_reckoning(publish, tmp_path, seed):
    world = World(seed)
    client = publish(world.package(tmp_path))
    assert max(len(world.leaves(code, "members", 2000)) for code in world.merged) > 3
    for day in (date(2026, 1, 1), date(2013, 5, 5), date(2006, 12, 31)):
        found = rows(
            client, "/v1/observations",
            organization="children:vn", indicator="members,admitted", boundaries=f"at:{day}",
        )  # fmt: skip
        expected = {
            ".".join(map(str, key)): (
                value,
                bounds,
                sorted(".".join(map(str, part)) for part in parts),
            )
            for key, (value, bounds, parts) in world.on(day).items()
        }
        assert {row["id"]: _said(row) for row in found} == expected
        assert any(row["derivation"] == "boundary_sum" for row in found)
        assert all(row["value"] is None or Decimal(row["value"]) >= 0 for row in found)
