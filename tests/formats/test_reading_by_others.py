"""Programs that no one here wrote read our answers, and find the numbers of the JSON in them."""

import io
import json
import re
from decimal import Decimal

import csvw
import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from jsonstat_validator import validate_jsonstat
from pyarrow import parquet
from pyjstat import pyjstat

from app.formats.columns import COLUMNS, Kind
from app.formats.dataset import field_of
from app.formats.json_stat import JSON_STAT
from tests.api.problems import assert_problem
from tests.formats.asking import asked, heading_of
from tests.web.document import READS, by_name

WHOLE = "/v1/observations?limit=1000"
SHARES = "/v1/observations?indicator=members,members_share_of_population"
CUBES = [
    operation
    for operation in READS
    if JSON_STAT.media_type in operation.described["responses"]["200"]["content"]
]
SHEETS = {"vi": ("Số liệu", "Ghi chú"), "en": ("Data", "Notes")}


def rows_of(client, path):
    content = asked(client, path, "ndjson").text
    return [json.loads(line, parse_float=Decimal) for line in content.split("\n")[:-1]]


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_csvw_reads_every_table_by_its_metadata(client, tmp_path, operation):
    """The package finds no fault, and values of their types: the row of the JSON again."""
    path = operation.address()
    table = asked(client, path, "csv")
    address = re.search(r'<([^>]+)>; rel="describedby"; type="([^"]+)"', table.headers["link"])
    metadata = client.get(address[1])
    assert metadata.headers["content-type"] == address[2] == "application/csvm+json"
    described = metadata.json()
    assert client.get(described["url"].partition("8000")[2]).content == table.content
    described["url"] = "table.csv"
    (tmp_path / "table.csv").write_bytes(table.content)
    (tmp_path / "table.csv-metadata.json").write_text(json.dumps(described), encoding="utf-8")
    found = csvw.CSVW(
        str(tmp_path / "table.csv"),
        md_url=str(tmp_path / "table.csv-metadata.json"),
        validate=True,
    )
    assert found.is_valid
    (read,) = found.tables
    expected = rows_of(client, path)
    for row, asked_for in zip(read.iterdicts(), expected, strict=True):
        for name, value in row.items():
            assert same(value, field_of(asked_for, name), COLUMNS[name].kind), name


def test_an_export_is_described_where_csvw_looks_for_it(client, tmp_path):
    """At the address of the file with an ending more, and at the one that `Link` names."""
    path = "/v1/releases/1/observations.csv"
    for query in ("", "?organization=lao-cai&indicator=members"):
        table = client.get(path + query)
        address = re.search(r'<([^>]+)>; rel="describedby"', table.headers["link"])[1]
        assert address == f"{path}-metadata.json{query}"
        described = client.get(address).json()
        assert described["url"].endswith(path + query)
        described["url"] = "table.csv"
        (tmp_path / "table.csv").write_bytes(table.content)
        file = tmp_path / "table.csv-metadata.json"
        file.write_text(json.dumps(described), encoding="utf-8")
        assert csvw.CSVW(str(tmp_path / "table.csv"), md_url=str(file), validate=True).is_valid
    for address in (path, f"{path}-metadata.json"):
        problem = assert_problem(client.get(address, params={"level": "cấp tỉnh"}), 422)
        assert problem["parameter"] == "level"


def same(found, expected, kind):
    """CSV has one way to say that there is nothing: no text, no list, no value."""
    if found in (None, []):
        return expected in (None, "", [])
    if kind in {Kind.DATE, Kind.INSTANT} and expected is not None:
        return found.isoformat().startswith(expected[:19])
    if isinstance(found, str):
        return found.removeprefix("'") == expected
    return found == expected


@pytest.mark.parametrize("operation", CUBES, ids=by_name)
def test_the_validator_of_json_stat_finds_nothing(client, operation):
    for language in ("vi", "en"):
        path = operation.address(lang=language)
        assert validate_jsonstat(asked(client, path, "json-stat").json())


def test_an_empty_cube_is_valid_too(client):
    answer = asked(client, "/v1/observations?organization=can-tho&indicator=cells", "json-stat")
    assert validate_jsonstat(answer.json())
    assert answer.json()["size"] == [0, 0, 0]
    assert answer.json()["note"]


@pytest.mark.filterwarnings("ignore:Shouldn't use this function anymore")  # It does so itself.
def test_pyjstat_finds_every_number_where_it_belongs(client):
    cube = pyjstat.Dataset.read(asked(client, WHOLE, "json-stat").text)
    table = cube.write("dataframe", naming="id").dropna()
    found = {(row.organization, row.indicator, row.period): row.value for row in table.itertuples()}
    assert found == {
        (row["organization"], row["indicator"], row["period"]): float(row["value"])
        for row in rows_of(client, WHOLE)
        if row["value"] is not None
    }


def test_a_cube_tells_tree_units_and_both_languages(client):
    path = f"{SHARES}&organization=vn,lao-cai,lao-cai-2025"
    vietnamese = asked(client, f"{path}&lang=vi", "json-stat").json()
    english = asked(client, f"{path}&lang=en", "json-stat").json()
    organizations = vietnamese["dimension"]["organization"]["category"]
    assert organizations["child"] == {"vn": ["lao-cai", "lao-cai-2025"]}
    assert vietnamese["role"] == {"time": ["period"], "metric": ["indicator"]}
    unit = english["dimension"]["indicator"]["category"]["unit"]["members_share_of_population"]
    assert unit == {"decimals": 2, "label": "percent", "symbol": "%", "position": "end"}
    for cube, language in ((vietnamese, "vi"), (english, "en")):
        dimension = cube["dimension"]["indicator"]
        both = dimension["extension"]["category"]["label"]["members"]
        assert dimension["category"]["label"]["members"] == both[language]
    assert vietnamese["extension"]["status"]["label"]["Q"]["vi"] == "được giữ kín"


def test_a_cube_of_figures_has_the_sources_as_a_dimension(client):
    cube = asked(client, "/v1/figures?organization=lao-cai", "json-stat").json()
    assert cube["id"] == ["organization", "indicator", "period", "source"]
    assert validate_jsonstat(cube)


def test_a_page_of_a_cube_says_so(client):
    cube = asked(client, "/v1/observations?limit=2", "json-stat").json()
    assert len(cube["note"]) == 1
    (following,) = cube["link"]["next"]
    answer = client.get(following["href"].partition("8000")[2])
    assert answer.headers["content-type"] == following["type"]


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_parquet_has_the_types_of_its_columns(client, operation):
    table = parquet.read_table(io.BytesIO(asked(client, operation.address(), "parquet").content))
    assert table.column_names == heading_of(client, operation.address())
    types = {
        Kind.NUMBER: pa.decimal128(38, 6),
        Kind.INTEGER: pa.int64(),
        Kind.FLAG: pa.bool_(),
        Kind.DATE: pa.date32(),
        Kind.INSTANT: pa.timestamp("us", tz="UTC"),
    }
    for field in table.schema:
        kind = COLUMNS[field.name].kind
        assert types.get(kind, field.type) == field.type
        assert field.metadata[b"vi"].decode() == COLUMNS[field.name].vi
    assert table.schema.metadata[b"release"] == b"1"
    assert b"release=1" in table.schema.metadata[b"permalink"]


def test_duckdb_pandas_and_polars_add_up_the_same_numbers_exactly(client, tmp_path):
    rows = rows_of(client, WHOLE)
    total = sum(row["value"] for row in rows if row["value"] is not None)
    file, lines = tmp_path / "numbers.parquet", tmp_path / "numbers.ndjson"
    file.write_bytes(asked(client, WHOLE, "parquet").content)
    lines.write_bytes(asked(client, WHOLE, "ndjson").content)
    assert duckdb.sql(f"SELECT sum(value) FROM '{file}'").fetchall() == [(total,)]
    assert pl.read_parquet(file)["value"].sum() == total
    assert pd.read_parquet(file)["value"].dropna().sum() == total
    assert duckdb.sql(f"SELECT count(*) FROM '{lines}'").fetchall() == [(len(rows),)]
    assert len(pd.read_json(lines, lines=True)) == len(rows)
    assert pl.read_ndjson(lines, infer_schema_length=None)["id"].to_list() == [
        row["id"] for row in rows
    ]


@pytest.mark.parametrize("operation", READS, ids=by_name)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_workbook_opens_and_can_be_filed(client, operation, language):
    answer = asked(client, operation.address(lang=language), "xlsx")
    assert re.search(r'filename="partystats-1-[a-z0-9_.-]+\.xlsx"', str(answer.headers))
    workbook = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows, *_, notes = workbook.worksheets
    assert (rows.title, notes.title) == SHEETS[language]
    assert (rows.freeze_panes, rows.print_title_rows) == ("A2", "$1:$1")
    assert rows.auto_filter.ref.startswith("A1:")
    assert rows.page_setup.orientation == "landscape"
    assert rows.max_row == len(rows_of(client, operation.address())) + 1
    told = {line[0]: line[1] for line in notes.iter_rows(values_only=True)}
    assert told[{"vi": "Bản công bố", "en": "Release"}[language]] == "1"
    assert "release=1" in told[{"vi": "Địa chỉ cố định", "en": "Permalink"}[language]]
    for sheet in workbook:
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_a_workbook_says_in_words_what_the_article_says(client):
    path = "/v1/figures?organization=lao-cai&period=2022&indicator=ethnic_minority_share_of_members"
    content = asked(client, f"{path}&lang=vi", "xlsx").content
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    rows, sources, _ = workbook.worksheets
    heading, line = (list(row) for row in rows.iter_rows())
    shown = dict(zip((cell.value for cell in heading), line, strict=True))
    assert shown["Tổ chức"].value == "Đảng bộ tỉnh Lào Cai (1991–2025)"
    assert (shown["Từ hạn định"].value, shown["Giá trị"].value) == ("gần", 42)
    assert shown["Nguyên văn"].value == "gần 42%"
    assert shown["Kể cả cận trên"].value == "không"
    assert sources.title == "Nguồn"
    assert sources["D2"].hyperlink.target.startswith("https://baolaocai.vn/")


def test_computed_numbers_are_shown_with_the_decimals_of_the_catalog_and_kept_whole(client):
    path = f"{SHARES}&organization=lao-cai&period=2022"
    workbook = openpyxl.load_workbook(io.BytesIO(asked(client, path, "xlsx").content))
    cells = [row[4] for row in workbook.worksheets[0].iter_rows(min_row=2)]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        (53767, "#,##0"),
        (6.977381, "#,##0.00"),
    ]
