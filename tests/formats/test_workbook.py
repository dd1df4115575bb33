"""What a workbook does with what Excel cannot hold, or would run."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from app.formats.workbook import XLSX
from app.formats.workbook_writing import TEXT_LENGTH_MAX
from tests.formats.asking import asked
from tests.formats.datasets import HOSTILE, dataset_of

COLUMNS = ("organization", "indicator", "value", "as_reported")


def written(rows, **options):
    whole = [
        {"organization": "a", "indicator": "b", "derivation": "reported", **row} for row in rows
    ]
    return b"".join(XLSX.write(dataset_of(whole, columns=COLUMNS, **options)))


def shown(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        ("123456789.123456", 123456789.123456),
        ("-0.000001", -0.000001),
        ("999999999999999", 999999999999999),
        ("1234567890.123456", "1234567890.123456"),
        ("9999999999999999", "9999999999999999"),
        ("100000000000000000000", 1e20),
        ("0", 0),
    ],
)
def test_a_number_that_excel_would_round_is_a_text(number, cell):
    ((*_, value, _, _, _),) = shown(written([{"value": Decimal(number), "as_reported": None}]))
    assert value == cell


def test_no_text_is_a_formula_or_a_link_in_the_data():
    content = written([{"value": None, "as_reported": text} for text in HOSTILE])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_a_text_is_cut_where_a_cell_ends():
    ((_, _, _, text, _, _),) = shown(written([{"value": None, "as_reported": "đ" * 40_000}]))
    assert text == "đ" * TEXT_LENGTH_MAX


def test_the_same_answer_is_the_same_bytes_and_tells_no_time():
    rows = [{"value": Decimal("1.5"), "as_reported": "1,5"}]
    assert written(rows) == written(rows)
    with zipfile.ZipFile(io.BytesIO(written(rows))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in archive.read("docProps/core.xml")


def test_headings_and_words_are_those_of_the_language():
    for language, heading in (("vi", "Mã tổ chức"), ("en", "Organization (code)")):
        book = openpyxl.load_workbook(io.BytesIO(written([], language=language)))
        assert heading in [cell.value for cell in book.worksheets[0][1]]


def test_the_notes_count_what_other_pages_hold(client):
    content = asked(client, "/v1/observations?limit=2&total=true&lang=vi", "xlsx").content
    notes = openpyxl.load_workbook(io.BytesIO(content)).worksheets[-1]
    told = dict(notes.iter_rows(values_only=True, max_col=2))
    assert (told["Số dòng ở đây"], int(told["Số dòng tất cả"]) > 1000) == ("2", True)
    assert "after=" in told["Trang sau"]
