"""LibreOffice opens every workbook, finds the numbers of the JSON in it, and prints it."""

import csv
import json
from decimal import Decimal

import pytest

from app.formats.columns import COLUMNS, Kind
from app.formats.dataset import field_of
from interop.running import run
from tests.formats.asking import heading_of
from tests.web.document import READS

# All sheets, each as a file of its own, with numbers as they are and not as they are shown.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
SHEETS = {"vi": ("Số liệu", "Nguồn"), "en": ("Data", "Sources")}


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert files into a folder, with LibreOffice of a person who never used it before."""
    folder = tmp_path_factory.mktemp("office")

    def convert_all(target, files, into):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        run("soffice", profile, "--headless", "--convert-to", target, "--outdir", into, *files)

    return convert_all


@pytest.fixture(scope="module")
def tables(client, convert, tmp_path_factory):
    """What LibreOffice made of the workbook of every read, in both languages: sheets of lines."""
    folder = tmp_path_factory.mktemp("workbooks")
    files = []
    for operation in READS:
        for language in SHEETS:
            file = folder / f"{operation.name}.{language}.xlsx"
            answer = client.get(operation.address(lang=language, format="xlsx"))
            file.write_bytes(answer.raise_for_status().content)
            files.append(file)
    convert(EVERY_SHEET, files, folder / "csv")

    def sheet(operation, language, title):
        file = folder / "csv" / f"{operation.name}.{language}-{title}.csv"
        with file.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return sheet


@pytest.mark.parametrize("language", SHEETS)
def test_every_number_of_every_workbook_is_that_of_the_json(client, tables, language):
    numbers = 0
    for operation in READS:
        lines = tables(operation, language, SHEETS[language][0])
        content = client.get(operation.address(format="ndjson")).text.split("\n")[:-1]
        rows = [json.loads(line, parse_float=Decimal) for line in content]
        assert len(lines) == len(rows), operation.name
        for name in heading_of(client, operation.address()):
            column = COLUMNS[name]
            if column.kind not in {Kind.NUMBER, Kind.INTEGER}:
                continue
            found = [line[getattr(column, language)] for line in lines]
            told = [field_of(row, name) for row in rows]
            # A workbook's numbers have 15 digits; ours at most 9 before the point, and 6 behind.
            assert [Decimal(text) if text else None for text in found] == told, name
            numbers += sum(each is not None for each in told)
    assert numbers > 1000


def test_words_are_filled_in_and_every_source_has_its_title(tables):
    [figures] = [operation for operation in READS if operation.name == "list_figures"]
    lines = tables(figures, "vi", SHEETS["vi"][0])
    assert all(line["Từ hạn định"] and line["Nguyên văn"] for line in lines)
    sources = tables(figures, "vi", SHEETS["vi"][1])
    assert {line["Mã nguồn"] for line in lines} == {line["Mã"] for line in sources}
    assert all(line["Nhan đề"] for line in sources)


def test_a_workbook_is_printed_with_its_headings_words_and_numbers(client, convert, tmp_path):
    path = "/v1/figures?organization=lao-cai&period=2022&limit=1000"
    file = tmp_path / "lao-cai.xlsx"
    file.write_bytes(client.get(f"{path}&format=xlsx&lang=vi").raise_for_status().content)
    convert("pdf", [file], tmp_path)
    # A page is no table: letters stand where they are painted, and spaces are guesses.
    printed = "".join(run("pdftotext", "-layout", file.with_suffix(".pdf"), "-").split())
    rows = client.get(path).json()["data"]
    told = {
        COLUMNS["qualifier"].vi,
        COLUMNS["as_reported"].vi,
        *(row["as_reported"] for row in rows),
    }
    assert {"gần 7%", "53.767"} <= told
    assert [text for text in told if "".join(text.split()) not in printed] == []
