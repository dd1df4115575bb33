"""The catalogue as collectors read it, who find there what they are told of."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import Graph, Namespace
from rdflib.compare import to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from app.catalogue.graph import Address, Text, Thing, json_ld, turtle
from app.formats.registry import FORMATS
from app.publication.publish import Publisher
from tests.changes.states import FIGURES, load, written
from tests.serving import serving
from tests.web.document import DOWNLOADS

# rdflib and pyshacl warn of what they call in each other.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore:{what} is deprecated:DeprecationWarning")
    for what in ("Dataset.default_context", "Dataset.identifier", "ConjunctiveGraph")
]
SHAPES = Path(__file__).parent / "shapes.ttl"
SPDX = Namespace("http://spdx.org/rdf/terms#")
FORMS = {"text/turtle": "turtle", "application/ld+json": "json-ld"}


def read(client, accept="text/turtle"):
    answer = client.get("/catalog", headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
    return Graph().parse(data=answer.content, format=FORMS[accept])


@pytest.fixture
def several(publisher, tmp_path):
    """A client of three releases, of which the last two are kept."""
    keeping = Publisher(publisher.settings.model_copy(update={"keep_releases": 2}))
    for members in ("200", "201", "202"):
        load(keeping, written(tmp_path, FIGURES | {"west-1.members.2022": members}))
    with serving(publisher.settings) as client:
        yield client


@pytest.mark.parametrize("accept", FORMS)
def test_both_forms_have_the_shape_that_collectors_need(several, accept):
    graph = read(several, accept)
    conforms, _, report = validate(graph, shacl_graph=str(SHAPES))
    assert conforms, report
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 3


def test_the_shapes_find_what_is_missing(client):
    graph = read(client)
    graph.remove((None, DCTERMS.publisher, None))
    conforms, _, report = validate(graph, shacl_graph=str(SHAPES))
    assert not conforms
    assert "publisher" in report


def test_both_forms_say_the_same(client):
    one, other = (read(client, accept) for accept in FORMS)
    assert to_isomorphic(one) == to_isomorphic(other)


def test_everything_that_is_distributed_is_there(several):
    graph = read(several)
    base = several.application.api.state.settings.public_url
    distributions = list(graph.subjects(RDF.type, DCAT.Distribution))
    # Of the release that is no longer kept, the packages are.
    assert len(distributions) == 2 * (len(DOWNLOADS_OF_A_RELEASE) + len(FORMATS)) + 1
    for distribution in distributions:
        for predicate in (DCAT.accessURL, DCAT.downloadURL):
            for address in graph.objects(distribution, predicate):
                assert str(address).startswith(base)
                answer = several.get(str(address).removeprefix(base))
                assert answer.status_code == 200, address
                (media_type,) = graph.objects(distribution, DCAT.mediaType)
                named = answer.headers["content-type"].partition(";")[0]
                assert str(media_type).endswith(f"/media-types/{named}")


DOWNLOADS_OF_A_RELEASE = [
    operation for operation in DOWNLOADS if operation.path.startswith("/v1/releases/{number}/")
]


def test_a_checksum_is_of_the_bytes_that_are_downloaded(client):
    graph = read(client)
    base = client.application.api.state.settings.public_url
    [(distribution, checksum)] = graph.subject_objects(SPDX.checksum)
    (address,) = graph.objects(distribution, DCAT.downloadURL)
    (value,) = graph.objects(checksum, SPDX.checksumValue)
    content = client.get(str(address).removeprefix(base)).content
    assert hashlib.sha256(content).hexdigest() == str(value)


def test_all_other_addresses_of_ours_answer_too(client):
    graph = read(client)
    base = client.application.api.state.settings.public_url
    ours = {str(term) for triple in graph for term in triple if str(term).startswith(f"{base}/")}
    assert len(ours) > 10
    for address in sorted(ours):
        path = address.removeprefix(base).partition("#")[0]
        assert client.get(path).status_code == 200, address


def test_the_coverage_is_that_of_the_numbers(client):
    graph = read(client)
    (period,) = graph.objects(None, DCTERMS.temporal)
    (start,) = graph.objects(period, DCAT.startDate)
    (end,) = graph.objects(period, DCAT.endDate)
    first = client.get(f"/v1/observations?endPeriod={start}&limit=1").json()["meta"]["count"]
    assert str(start) < str(end)
    assert first == 0


def test_the_form_is_chosen_by_name_or_by_header(client):
    for name, media_type in (("turtle", "text/turtle"), ("jsonld", "application/ld+json")):
        answer = client.get(f"/catalog?format={name}", headers={"accept": "image/png"})
        assert answer.headers["content-type"].startswith(media_type)
    assert client.get("/catalog").headers["content-type"].startswith("text/turtle")
    preferred = {"accept": "text/turtle;q=0.5, application/ld+json"}
    answer = client.get("/catalog", headers=preferred)
    assert answer.headers["content-type"].startswith("application/ld+json")
    refused = client.get("/catalog", headers={"accept": "image/png"})
    assert (refused.status_code, refused.json()["expected"]) == (
        406, "text/turtle, application/ld+json",
    )  # fmt: skip
    assert client.get("/catalog?format=html").status_code == 422


def test_the_catalogue_is_kept_until_the_next_release(publisher, tmp_path):
    load(publisher, written(tmp_path, FIGURES))
    with serving(publisher.settings) as client:
        tag = client.get("/catalog").headers["etag"]
        held = {"if-none-match": tag}
        assert client.get("/catalog", headers=held).status_code == 304
        load(publisher, written(tmp_path, FIGURES | {"west-1.members.2022": "201"}))
        answer = client.get("/catalog", headers=held)
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag


@given(st.text(), st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_text_is_the_same_in_both_forms(text, other):
    thing = Thing(
        ("dcat:Dataset",),
        (
            ("dct:title", Text(text, language="vi")),
            ("dct:title", Text(other, language="en")),
            ("dct:identifier", Text(text)),
            ("dct:temporal", Thing(("dct:PeriodOfTime",), (("dct:title", Text(other)),))),
        ),
        "https://example.org/a",
    )
    one = Graph().parse(data=turtle([thing]), format="turtle")
    two = Graph().parse(data=json_ld([thing]), format="json-ld")
    assert to_isomorphic(one) == to_isomorphic(two)
    assert {str(each) for each in one.objects(None, DCTERMS.identifier)} == {text}


@pytest.mark.parametrize("address", ["https://a/<b>", "a b", 'a"', "a\\b", "a\n"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="is no address"):
        Address(address)


def test_a_program_that_knows_the_host_alone_finds_the_rest(client):
    answer = client.get("/.well-known/api-catalog")
    assert answer.headers["content-type"].startswith("application/linkset+json")
    base = client.application.api.state.settings.public_url
    catalog, api = answer.json()["linkset"]
    assert catalog["item"] == [{"href": api["anchor"]}]
    for relation in ("service-desc", "service-doc", "service-meta", "status"):
        (link,) = api[relation]
        found = client.get(link["href"].removeprefix(base))
        assert found.status_code == 200
        assert found.headers["content-type"].partition(";")[0] == link["type"]
    assert client.head("/.well-known/api-catalog").status_code == 200
