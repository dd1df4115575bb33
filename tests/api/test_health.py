"""Whether the process lives, whether it can answer, and what it counts."""

import re

from tests.packages import figure, organization, write_package


def counted(client):
    """Requests so far by route, method and status."""
    text = client.get("/metrics").text
    form = r'partystats_requests_total\{method="(.+)",route="(.+)",status="(.+)"\} (.+)'
    return {tuple(found[:3]): float(found[3]) for found in re.findall(form, text)}


def test_requests_are_counted_by_route_and_never_by_what_a_client_wrote(publish, tmp_path):
    package = write_package(tmp_path, organizations=[organization("vn")])
    client = publish(package)
    for path in ("/v1/organizations/vn", "/v1/organizations/nobody", "/secret/path", "/healthz"):
        client.get(path)
    client.head("/v1/organizations/vn")
    client.post("/v1/organizations")
    client.request("PROPFIND", "/v1/organizations")
    client.get("/v1/organizations?code=%00")
    client.get("/assets/nothing")
    found = counted(client)
    assert found["GET", "/v1/organizations/{code}", "200"] == 2
    assert found["GET", "/v1/organizations/{code}", "404"] == 1
    assert found["GET", "none", "404"] >= 1
    assert found["GET", "none", "400"] == 1
    assert found["GET", "/healthz", "200"] == 1
    assert sum(count for (method, _, _), count in found.items() if method == "other") == 2
    assert "secret" not in client.get("/metrics").text
    assert "nobody" not in client.get("/metrics").text


def test_it_is_ready_with_the_current_release(publish, publisher, tmp_path):
    tree = [organization("vn")]
    client = publish(write_package(tmp_path / "1", organizations=tree))
    assert client.get("/readyz").json() == {"status": "ready", "release": 1, "quarantined": []}
    figures = [figure("vn.members.2022", "7")]
    publisher.load(write_package(tmp_path / "2", organizations=tree, figures=figures))
    assert client.get("/readyz").json() == {"status": "ready", "release": 2, "quarantined": []}
