"""What is told of plain numbers from the release is what the kernel would say of them."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.lineage import gathering
from app.lineage.documents import sources_beneath
from app.lineage.plain_documents import plain_ratio_document
from app.lineage.plain_wording import plain_text
from app.observations.queries import OBSERVATIONS, fetch_observations, observation_row
from app.organizations.queries import find_place
from app.profiles import description
from app.profiles.queries import fetch_numbers
from app.publication.problems import PackageError
from app.publication.publish import Publisher
from app.ratios import queries as ratios
from app.releases.reader import Reader
from app.settings import Settings
from app.values.codes import CellKey
from app.values.periods import Period
from tests.packages import CATALOG, event, figure, organization, source, write_package

ENCODE = msgspec.json.Encoder(decimal_format="number").encode
ROUNDED = CATALOG.replace(
    'formula = "members / population * 100"',
    'formula = "members / population * 100"\ndisplay_decimals = 2',
)
PRINTS = ["0", "3", "8", "30", "1.205", "2.000", "80.000", "hơn 20", "gần 90", "từ 30 đến 60"]
SHARES = ["3", "gần 42", "33"]
COUNTS = ["members", "admitted", "bodies", "committees", "cells", "population"]
PERIODS = ["2021", "2022", "2022-S1"]
KEYS = st.tuples(
    st.sampled_from(["vn", "here", "there", "near", "near"]),
    st.sampled_from([*COUNTS, "members", "population", "share"]),
    st.sampled_from(PERIODS),
    st.sampled_from(["report", "other"]),
)


@st.composite
def figures(draw):
    """Figures of four organizations; some cells have two."""
    return [
        figure(
            f"{code}.{indicator}.{period}",
            draw(st.sampled_from(SHARES if indicator == "share" else PRINTS)),
            source=origin,
            printed_unit="percent" if indicator == "share" else "units",
        )
        for code, indicator, period, origin in draw(
            st.lists(KEYS, min_size=20, max_size=40, unique=True)
        )
    ]


def read(folder):
    """The one release of a data folder."""
    storage = Publisher(Settings(data_dir=folder)).writing.reading
    [release] = storage.releases()
    return Reader(release, storage.open(release), storage.dialect, seconds=60)


def told_twice(reader, step=1):
    """Documents of every number, or of one in `step`: where it is plain, and from the kernel."""
    page = OBSERVATIONS.page(frozenset(), after=False)
    for row in map(observation_row, reader.fetch(page, {"limit": 10_000})[::step]):
        key = CellKey.parse(row["id"])
        number, _ = find_place(reader, key.organization)
        plain = gathering.fetch_plain_cells(reader, {number: key.organization}, [row])
        found = plain.find(key.organization, key.indicator, str(key.period))
        cells = gathering.fetch_cells(reader, [key.organization], [key.indicator])
        derived = cells[key.organization]
        yield "told", key, gathering.tell(reader, row, key), gathering._derive(reader, key)
        if found is None:
            yield "left", key, None, None
            continue
        told = description._gather_catalog(reader)[key.indicator]
        text = plain_text(found, reader.catalog, decimals=told.decimals)
        if text is not None:
            described = description._described_plainly(found, told, text)
            yield "described", key, described, description._described(derived, row)
        if row["derivation"] == "computed":
            observed = derived.observe(key.indicator, key.period)
            document = ratios._document(derived, key, observed)
            yield "ratio", key, plain_ratio_document(found, reader.catalog), document
        beneath = {each.source.code for each in derived.observe(*cell_of(key)).figures()}
        yield "sources", key, sorted(set(found.sources())), sorted(beneath)


def profiled_twice(reader, step=1):
    """Documents of every number of profiles, and from the kernel; sources of each profile."""
    page = OBSERVATIONS.page(frozenset(), after=False)
    found = map(observation_row, reader.fetch(page, {"limit": 10_000}))
    profiles = {(row["organization"], row["period"]): row for row in found}
    for code, period in [*profiles][::step]:
        number, _ = find_place(reader, code)
        ordinals = sorted(Period.parse(at).ordinal for whose, at in profiles if whose == code)
        held = fetch_numbers(reader, code, number, Period.parse(period).ordinal, ordinals)
        rows = held.rows
        assert rows == fetch_observations(
            reader, organization=[number], period=[Period.parse(period).ordinal]
        )
        described, sources = description.describe(reader, number, held)
        cells = gathering.fetch_cells(reader, [code], [row["indicator"] for row in rows])[code]
        derived = {row["indicator"]: description._described(cells, row) for row in rows}
        in_order = {row["indicator"]: described[row["indicator"]] for row in rows}
        yield f"{code} {period}", in_order, derived
        named = [description._sources_of(cells, row) for row in rows]
        beneath = sources_beneath([*derived.values()]).union(*named)
        yield f"sources of {code} {period}", sorted(sources), sorted(beneath)


def cell_of(key):
    return key.indicator, key.period


CLAIMED = [
    figure("vn.members.2022", "8"),
    figure("vn.population.2022", "30"),
    figure("vn.share.2022", "33", printed_unit="percent"),
]
BETWEEN = [figure("vn.members.2022", "từ 30 đến 60")]


@settings(max_examples=40)
@example(chosen=CLAIMED, complete=False, broken=False)
@example(chosen=BETWEEN, complete=False, broken=False)
@given(chosen=figures(), complete=st.booleans(), broken=st.booleans())
def test_plain_numbers_are_told_as_the_kernel_tells_them(chosen, complete, broken):
    with TemporaryDirectory() as folder:
        package = write_package(
            Path(folder),
            catalog=ROUNDED,
            organizations=[
                organization("vn", children_complete="yes" if complete else "no"),
                organization("here", "vn"),
                organization("there", "vn", valid_to="2021-06-30"),
                organization("near", "here"),
            ],
            figures=chosen,
            sources=[source(), source("other", authority="party-press")],
            events=[event("cut", "here", effective="2022-01-01", breaks="members")]
            if broken
            else [],
        )
        publisher = Publisher(Settings(data_dir=Path(folder) / "data"))
        try:
            publisher.load(package)
        except PackageError:
            return  # Parts and wholes that cannot both be true.
        reader = read(Path(folder) / "data")
        for what, key, plain, derived in told_twice(reader):
            assert ENCODE(plain) == ENCODE(derived), (what, str(key))
        for what, plain, derived in profiled_twice(reader):
            assert ENCODE(plain) == ENCODE(derived), what
        reader.close()


@pytest.fixture(scope="module")
def told(seeds_folder, cases):
    reader = read(seeds_folder)
    yield [*told_twice(reader, step=cases(7, 1))]
    reader.close()


@pytest.mark.scaled
def test_profiles_of_the_seeds_are_told_as_the_kernel_tells_them(seeds_folder, cases):
    reader = read(seeds_folder)
    for what, plain, derived in profiled_twice(reader, step=cases(7, 1)):
        assert ENCODE(plain) == ENCODE(derived), what
    reader.close()


@pytest.mark.scaled
def test_plain_numbers_of_the_seeds_are_told_as_the_kernel_tells_them(told):
    for what, key, plain, derived in told:
        assert ENCODE(plain) == ENCODE(derived), (what, str(key))


@pytest.mark.scaled
def test_many_numbers_are_plain_and_some_are_not(told):
    kinds = [what for what, *_ in told]
    assert kinds.count("described") > kinds.count("told") / 3
    assert kinds.count("ratio") > 10
    assert kinds.count("left") > 10


def test_a_number_whose_published_digits_leave_its_rounding_open_is_left_to_the_kernel(tmp_path):
    package = write_package(
        tmp_path,
        catalog=ROUNDED,
        organizations=[organization("vn")],
        figures=[figure("vn.members.2022", "8"), figure("vn.population.2022", "159.998")],
    )
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))
    publisher.load(package)
    reader = read(tmp_path / "data")
    number, _ = find_place(reader, "vn")
    period = Period.parse("2022").ordinal
    held = fetch_numbers(reader, "vn", number, period, [period])
    described, _ = description.describe(reader, number, held)
    reader.close()
    assert described["share"]["value"] == Decimal("0.005")
    assert described["share"]["text"] == {"vi": "0,01 %", "en": "0.01 %"}
