"""Citations in every style, read back by programs that no one here wrote."""

import json
import re

import bibtexparser
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formats
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from app.citations.bibtex import bibtex_entries
from app.citations.csl import csl_items, date_parts
from app.citations.reference import Reference
from tests.packages import figure, organization, source, write_package

OBSERVATION = "/v1/observations/lao-cai.members.2022/citation"
FIGURE = "/v1/figures/lao-cai.members.2022@bao-lao-cai-2023/citation"
COMPUTATION = (
    "/v1/computations/citation?numerator=members&denominator=population&scale=100"
    "&organization=lao-cai&period=2022"
)
STYLES = {
    "text": "text/plain; charset=utf-8",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex; charset=utf-8",
}
# What CSL-data allows of the fields that are used here (csl-data.json of the CSL project, 1.0.2).
CSL_TYPES = {"dataset", "article-newspaper", "webpage"}
CSL_TEXTS = {
    "id", "title", "container-title", "publisher", "version", "URL", "language", "note",
}  # fmt: skip
HOSTILE = st.text(
    st.sampled_from("{}\\%&$#_^~\"'@,= aĐộcđ–“”")
    | st.characters(codec="utf-8", exclude_categories=["C", "Z"])
)


def reference(title, publisher="p"):
    cited = {
        "code": "report", "authority": "official", "origin": None, "publisher": publisher,
        "title": title, "url": "https://example.org/a_b%20{c}", "published": "2026-01",
        "accessed": "2026-02-03", "language": "vi",
    }  # fmt: skip
    both = {"vi": title, "en": title}
    return Reference(
        "a.b.2022@report", both, both, 7, "2026-11-23", "2026-11-24", "http://h/v", [cited]
    )


@pytest.mark.parametrize("path", [OBSERVATION, FIGURE, COMPUTATION])
@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_chosen_by_style_by_format_and_by_accept(client, path, style):
    mark = "&" if "?" in path else "?"
    by_style = client.get(f"{path}{mark}style={style}")
    by_format = client.get(f"{path}{mark}format={style}")
    by_accept = client.get(path, headers={"accept": STYLES[style].partition(";")[0]})
    for answer in (by_style, by_format, by_accept):
        assert answer.headers["content-type"] == STYLES[style]
        assert answer.headers["content-language"] == "en"
        assert answer.text == by_style.text
    assert by_style.headers["link"] == by_format.headers["link"]


def test_all_styles_stand_together_in_json(client):
    document = client.get(OBSERVATION).json()["data"]
    assert document["bibtex"] == client.get(f"{OBSERVATION}?style=bibtex").text
    assert document["csl_json"] == client.get(f"{OBSERVATION}?style=csl-json").json()
    assert document["text"]["en"] + "\n" == client.get(f"{OBSERVATION}?style=text").text
    assert document["permalink"].endswith("/v1/observations/lao-cai.members.2022?release=1")


def test_the_day_of_access_is_that_of_the_release_unless_it_is_given(client):
    published = client.get("/v1/releases/1").json()["data"]["published_at"][:10]
    document = client.get(OBSERVATION).json()["data"]
    assert document["accessed"] == published
    assert document["text"]["vi"].endswith(f", truy cập {published}")
    later = client.get(f"{OBSERVATION}?accessed=2099-01-02").json()["data"]
    assert later["text"]["en"].endswith(", accessed 2099-01-02")
    assert later["csl_json"][0]["accessed"] == {"date-parts": [[2099, 1, 2]]}
    assert "urldate = {2099-01-02}" in later["bibtex"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("accessed=2000-01-01", "accessed"),
        ("accessed=yesterday", "accessed"),
        ("accessed=2026-02-30", "accessed"),
        ("style=apa", "style"),
        ("style=bibtex&format=csl-json", "style"),
        ("format=xml", "format"),
    ],
)
def test_what_cannot_be_is_refused_by_name(client, query, parameter):
    answer = client.get(f"{OBSERVATION}?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (422, parameter)


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/v1/figures/lao-cai.members.2022@no-such/citation", "@bao-lao-cai-2023"),
        ("/v1/figures/lao-cai.members.2022/citation", None),
        ("/v1/figures/lao-kai.members.2022@x/citation", "lao-cai"),
        ("/v1/observations/lao-cai.members.1990/citation", "lao-cai.members"),
        ("/v1/observations/nothing/citation", None),
    ],
)
def test_what_there_is_not_is_not_found(client, path, near):
    answer = client.get(path)
    assert answer.status_code == 404
    assert near is None or near in str(answer.json()["nearest"])


def test_a_suppressed_figure_is_cited_without_its_number(publish, tmp_path):
    places = (organization("vn"), organization("p", "vn"))
    figures = (figure("p.members.2022", "3"), figure("p.admitted.2022", "7"))
    client = publish(write_package(tmp_path / "it", organizations=places, figures=figures))
    said = client.get("/v1/figures/p.members.2022@report/citation").json()["data"]["text"]
    assert "2022: số được giữ kín." in said["vi"]
    assert "2022: suppressed." in said["en"]


@pytest.mark.parametrize("path", [OBSERVATION, FIGURE])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_csl_items_hold_what_the_schema_of_csl_allows(client, path, language):
    items = client.get(f"{path}?style=csl-json&lang={language}").json()
    assert [item["type"] for item in items] == ["dataset", "article-newspaper"]
    for item in items:
        assert item["type"] in CSL_TYPES
        dates = {name: item[name] for name in ("issued", "accessed") if name in item}
        for found in dates.values():
            assert list(found) == ["date-parts"]
            assert all(isinstance(part, int) for part in found["date-parts"][0])
        assert set(item) - set(dates) - {"type", "author"} <= CSL_TEXTS
        assert all(isinstance(item[name], str) for name in CSL_TEXTS & set(item))


def test_a_citation_processor_renders_the_items(client):
    items = client.get(f"{OBSERVATION}?style=csl-json").json()
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formats.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"].lower())]))
    rendered = "\n".join(str(each) for each in bibliography.bibliography())
    assert "53,767 persons" in rendered
    assert "Báo Lào Cai" in rendered
    assert "release=1" in rendered


def test_bibtex_is_parsed_back(client):
    library = bibtexparser.parse_string(client.get(f"{OBSERVATION}?style=bibtex&lang=vi").text)
    assert library.failed_blocks == []
    number, printed = library.entries
    assert number.key == "partystats-1-lao-cai.members.2022"
    assert number["title"].strip("{}").endswith("Đảng viên, 2022: 53.767 người")
    assert number["url"].endswith("/v1/observations/lao-cai.members.2022?release=1")
    assert (printed.key, printed["langid"]) == ("bao-lao-cai-2023", "vietnamese")


@given(HOSTILE)
def test_no_text_breaks_out_of_its_field_of_bibtex(text):
    library = bibtexparser.parse_string(bibtex_entries(reference(text, text or "p"), "vi"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["partystats-7-a.b.2022:report", "report"]
    assert {field.key for field in library.entries[0].fields} == {
        "author", "title", "year", "month", "version", "publisher", "note", "url", "urldate",
        "langid",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["100 % & {50} của A_B", "Đảng bộ \\ tỉnh", "a~b $1 #2"])
def test_text_is_read_back_from_bibtex_as_it_was(text):
    written = bibtex_entries(reference(text), "vi")
    decoding = [LatexDecodingMiddleware(allow_inplace_modification=False)]
    library = bibtexparser.parse_string(written, append_middleware=decoding)
    assert re.sub(r"[{}]", "", library.entries[0]["title"]) == re.sub(r"[{}]", "", text)


@given(HOSTILE)
def test_csl_is_json_of_the_very_text(text):
    items = json.loads(json.dumps(csl_items(reference(text), "en")))
    assert items[0]["title"] == text
    assert items[1]["issued"] == {"date-parts": [[2026, 1]]}


def test_a_year_and_a_day_are_dates_of_as_many_parts():
    assert date_parts("2023") == {"date-parts": [[2023]]}
    assert date_parts("2023-02-01") == {"date-parts": [[2023, 2, 1]]}


def test_sources_without_title_or_date_leave_them_out(publish, tmp_path):
    places = (organization("vn"), organization("p", "vn"))
    bare = source(title="", published="")
    client = publish(
        write_package(
            tmp_path / "it",
            organizations=places,
            sources=[bare],
            figures=[figure("p.members.2022", "40")],
        )
    )
    item = client.get("/v1/observations/p.members.2022/citation?style=csl-json").json()[1]
    assert not {"title", "issued"} & set(item)
    entry = client.get("/v1/observations/p.members.2022/citation?style=bibtex").text
    assert "year" not in entry.partition("@misc{report")[2]


def test_a_free_ratio_is_cited_with_the_sources_of_its_operands(client):
    document = client.get(f"{COMPUTATION}&accessed=2099-01-02").json()["data"]
    [ratio] = client.get(COMPUTATION.replace("/citation", "")).json()["data"]
    sources = {source for each in ratio["operands"] for source in sources_in(each)}
    assert document["id"] == ratio["id"] == "lao-cai.members/population.2022"
    assert {item["id"] for item in document["csl_json"][1:]} == sources
    assert f"× 100, 2022: {str(ratio['value']).replace('.', ',')}" in document["text"]["vi"]
    assert document["text"]["en"].endswith(", accessed 2099-01-02")
    cited = client.get(
        document["permalink"].partition(":")[2].partition("/v1")[2].join(["/v1", ""])
    )
    assert cited.json()["data"] == [ratio]
    entries = bibtexparser.parse_string(document["bibtex"]).entries
    assert entries[0].key == "partystats-1-lao-cai.members:population.2022"


def sources_in(document):
    """Codes of every source named in it."""
    if isinstance(document, dict):
        own = [document["source"]] if isinstance(document.get("source"), str) else []
        return {*own, *(code for each in document.values() for code in sources_in(each))}
    return (
        {code for each in document for code in sources_in(each)}
        if isinstance(document, list)
        else set()
    )


def test_a_free_ratio_that_is_refused_is_not_cited(client):
    refused = client.get(COMPUTATION.replace("period=2022", "period=2001")).json()
    assert refused["type"] == "/problems/refused-computation"
    assert refused["parameter"] == "period"
    other = client.get(COMPUTATION.replace("lao-cai", "lao-cai,yen-bai")).json()
    assert other["parameter"] == "organization"
    twice = client.get(COMPUTATION.replace("population", "members")).json()
    assert twice["parameter"] == "denominator"
    assert client.get(f"{COMPUTATION}&lang=vi&accessed=1999-01-01").json()["language"] == "vi"


def test_a_quotient_is_cited_within_its_bounds(publish, tmp_path):
    client = publish(
        write_package(
            tmp_path,
            organizations=[organization("vn")],
            figures=[figure("vn.members.2022", "gần 42"), figure("vn.cells.2022", "7")],
        )
    )
    address = "/v1/computations/citation?numerator=members&denominator=cells&organization=vn"
    answer = client.get(f"{address}&period=2022")
    assert ": dưới 6 (tính từ các nguồn)" in answer.json()["data"]["text"]["vi"]
    assert ": below 6 (computed from the sources)" in answer.json()["data"]["text"]["en"]
