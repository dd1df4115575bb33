"""A workbook of Excel to file: the numbers, their sources, and notes on how to read them.

Every text is written as text, so no cell is ever a formula; the same answer is the same bytes.
"""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.formats.dataset import Dataset
from app.formats.workbook_columns import Shown, sheet_columns
from app.formats.workbook_texts import note_lines, sheet_name, source_lines

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - what a workbook says of itself; always the same
TEXT_LENGTH_MAX = 32_767  # What a cell of Excel takes.
ADDRESS_LENGTH_MAX = 2_079
WIDTHS = (6, 60)
NUMBER_FORMAT = "#,##0"
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.6}
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}


def written_workbook(dataset: Dataset) -> bytes:
    """Headings in the language of the answer; missing is an empty cell."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": "partystats", "created": CREATED})
        workbook.set_size(2400, 1400)
        styles = Styles(workbook)
        _write_rows(workbook, styles, dataset)
        sources = source_lines(dataset)
        if sources:
            _write_lines(workbook, styles, sheet_name("sources", dataset.language), sources)
        notes = note_lines(dataset)
        _write_lines(workbook, styles, sheet_name("notes", dataset.language), notes)
    return file.getvalue()


class Styles:
    """How cells look, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[int, Format] = {}
        wrapped = {**FONT, "text_wrap": True, "border": 1}
        self.heading = workbook.add_format(
            {**wrapped, "bold": True, "bg_color": "#DDE7F0", "align": "center", "valign": "vcenter"}
        )
        self.text = workbook.add_format(wrapped)
        self.address = workbook.add_format({**wrapped, "font_color": "#0B4A8F", "underline": 1})

    def number(self, decimals: int) -> Format:
        """Thousands grouped; Excel shows the marks of whoever opens it."""
        if decimals not in self._numbers:
            shown = f"{NUMBER_FORMAT}.{'0' * decimals}" if decimals else NUMBER_FORMAT
            self._numbers[decimals] = self._workbook.add_format(
                {**FONT, "border": 1, "num_format": shown}
            )
        return self._numbers[decimals]


def _write_rows(workbook: Workbook, styles: Styles, dataset: Dataset) -> None:
    sheet = workbook.add_worksheet(sheet_name("rows", dataset.language))
    columns = sheet_columns(dataset)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.heading, styles.heading)
    widths = [len(column.heading) * 0.7 for column in columns]
    for line, row in enumerate(dataset.rows, start=1):
        for place, column in enumerate(columns):
            value = column.value(row)
            is_text = value is None or isinstance(value, str)
            decimals = 0 if is_text else column.decimals(row)
            _write_cell(
                sheet, (line, place), value, styles.text if is_text else styles.number(decimals)
            )
            widths[place] = max(widths[place], _width(value, decimals))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, WIDTHS[0]), WIDTHS[1]))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(dataset.rows), max(len(columns) - 1, 0))
    sheet.repeat_rows(0)
    _lay_out(sheet)


def _write_cell(sheet: Worksheet, place: tuple[int, int], value: Shown, style: Format) -> None:
    if value is None:
        sheet.write_blank(*place, None, style)
    elif isinstance(value, str):
        sheet.write_string(*place, value[:TEXT_LENGTH_MAX], style)
    else:
        sheet.write_number(*place, float(value), style)  # Excel knows nothing else; few digits.


def _width(value: Shown, decimals: int) -> int:
    """How many characters are shown."""
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    return 0 if value is None else len(f"{value:,.{decimals}f}")


def _write_lines(
    workbook: Workbook, styles: Styles, name: str, lines: list[tuple[str, ...]]
) -> None:
    """A sheet of texts under a heading; addresses can be followed."""
    sheet = workbook.add_worksheet(name)
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            style = styles.heading if number == 0 else styles.text
            if text.startswith(("https://", "http://")) and len(text) <= ADDRESS_LENGTH_MAX:
                sheet.write_url(number, place, text, styles.address, text[:TEXT_LENGTH_MAX])
            else:
                sheet.write_string(number, place, text[:TEXT_LENGTH_MAX], style)
    for place in range(len(lines[0])):
        longest = max(len(line[place]) for line in lines)
        sheet.set_column(place, place, min(max(longest + 2, WIDTHS[0]), WIDTHS[1]))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _lay_out(sheet)


def _lay_out(sheet: Worksheet) -> None:
    """For paper: A4 across, as wide as one page, numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**MARGINS)
    sheet.set_header("&L&A&Rpartystats")
    sheet.set_footer("&C&P/&N")
