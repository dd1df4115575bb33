"""Whatever the format, the same observations are read from it, to the last digit and character."""

import pytest
from hypothesis import given, settings

from app.formats.registry import KNOWN
from tests.formats.datasets import datasets
from tests.formats.reading import READERS

# Where there is no way to tell an empty text from nothing, none is left: prints are never empty.
TELLS_EMPTY_TEXTS = {"json", "ndjson", "json-stat", "parquet"}


READ_BACK = [each for each in KNOWN if each.name in READERS]


def written(output, dataset):
    return b"".join(output.write(dataset))


def expected(dataset, *, tells_empty_texts):
    return [
        {
            name: None if value == "" and not tells_empty_texts else value
            for name, value in row.items()
        }
        for row in dataset.rows
    ]


def test_every_format_that_carries_rows_is_read_back():
    assert {each.name for each in KNOWN} - {"csvw"} == set(READERS)


@pytest.mark.scaled
@pytest.mark.parametrize("output", READ_BACK, ids=lambda each: each.name)
def test_every_format_carries_the_same_observations(output, cases):
    @settings(max_examples=cases(40, 200))
    @given(datasets())
    def carries(dataset):
        content = written(output, dataset)
        found = READERS[output.name](content, dataset)
        tells = output.name in TELLS_EMPTY_TEXTS
        assert found == expected(dataset, tells_empty_texts=tells)
        assert written(output, dataset) == content

    carries()
