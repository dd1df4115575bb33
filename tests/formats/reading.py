"""Answers read back as rows, by programs and parsers that know nothing of the writers."""

import csv
import io
import json
from decimal import Decimal

import openpyxl
from pyarrow import parquet

from app.formats.columns import COLUMNS, Kind
from app.formats.words import FLAGS, WORDS
from app.formats.workbook_columns import sheet_columns


def read_json(content, _dataset):
    return json.loads(content, parse_float=Decimal)["data"]


def read_ndjson(content, _dataset):
    assert content == b"" or content.endswith(b"\n")
    return [json.loads(line, parse_float=Decimal) for line in content.decode().split("\n")[:-1]]


def read_csv(content, _dataset):
    return [typed(row) for row in _table(content.decode(), ",")]


def read_csv_excel(content, _dataset):
    """Numbers have a comma, and nothing else does that is not in a text."""
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    return [typed(row, decimal_mark=",") for row in _table(text, ";")]


def _table(text, delimiter):
    assert "\n" not in text.replace("\r\n", "")
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def typed(row, *, decimal_mark="."):
    """Texts of a row as what they stand for; empty is nothing, or an empty text."""
    return {name: _typed(COLUMNS[name].kind, text, decimal_mark) for name, text in row.items()}


def _typed(kind, text, decimal_mark):
    if text == "":
        return None
    match kind:
        case Kind.NUMBER:
            return Decimal(text.replace(decimal_mark, "."))
        case Kind.INTEGER:
            return int(text)
        case Kind.FLAG:
            return {"true": True, "false": False}[text]
        case _:
            return text.removeprefix("'")


def read_json_stat(content, _dataset):
    """By the rules of the format alone: positions are row-major over `id`."""
    cube = json.loads(content, parse_float=Decimal)
    rows = []
    for extended in cube["extension"]["rows"]:
        row = dict(extended)
        position = left = row.pop("position")
        for name, size in reversed([*zip(cube["id"], cube["size"], strict=True)]):
            left, place = divmod(left, size)
            row[name] = cube["dimension"][name]["category"]["index"][place]
        value = cube["value"]
        row["value"] = value[position] if isinstance(value, list) else value.get(str(position))
        row["status"] = cube["status"][str(position)]
        rows.append(row)
    assert len(cube["status"]) == len(rows)
    return rows


def read_xlsx(content, dataset):
    """Words back to codes, and the codes that stand beside names."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook.worksheets[0]
    heading, *lines = sheet.iter_rows()
    assert [cell.value for cell in heading] == [each.heading for each in sheet_columns(dataset)]
    for line in lines:
        assert all(cell.data_type != "f" for cell in line)
    headings = {
        (COLUMNS[name].vi if dataset.language == "vi" else COLUMNS[name].en): name
        for name in dataset.columns
    }
    rows = []
    for line in lines:
        shown = {above.value: cell.value for above, cell in zip(heading, line, strict=True)}
        rows.append(
            {
                name: _from_cell(name, shown.get(_code(text, dataset), shown[text]), dataset)
                for text, name in headings.items()
            }
        )
    return rows


def _code(heading, dataset):
    return f"Mã {heading.lower()}" if dataset.language == "vi" else f"{heading} (code)"


def _from_cell(name, value, dataset):
    if value is None or value == "":  # A workbook makes no difference between the two.
        return None
    if name in WORDS:
        codes = {words[dataset.language]: code for code, words in WORDS[name].items()}
        return str(codes[value])
    match COLUMNS[name].kind:
        case Kind.FLAG:
            return {words[dataset.language]: flag for flag, words in FLAGS.items()}[value]
        case Kind.NUMBER:
            return Decimal(str(value))
        case Kind.INTEGER:
            return value
        case _:
            return value


def read_parquet(content, _dataset):
    return parquet.read_table(io.BytesIO(content)).to_pylist()


READERS = {
    "json": read_json,
    "ndjson": read_ndjson,
    "csv": read_csv,
    "csv-excel": read_csv_excel,
    "json-stat": read_json_stat,
    "xlsx": read_xlsx,
    "parquet": read_parquet,
}
