"""Where programs look for the API of a host they know nothing of (RFC 9727, RFC 9264)."""

import json

MEDIA_TYPE = "application/linkset+json"
PATH = "/.well-known/api-catalog"


def linkset(public_url: str) -> bytes:
    """One API, with its description for programs and for people, its catalogue and its state."""

    def to(path: str, media_type: str) -> list[dict[str, str]]:
        return [{"href": f"{public_url}{path}", "type": media_type}]

    api = {
        "anchor": f"{public_url}/v1/observations",
        "service-desc": to("/openapi.json", "application/json"),
        "service-doc": to("/docs", "text/html"),
        "service-meta": to("/catalog", "text/turtle"),
        "status": to("/readyz", "application/json"),
    }
    catalog = {"anchor": f"{public_url}{PATH}", "item": [{"href": api["anchor"]}]}
    return json.dumps({"linkset": [catalog, api]}, indent=2).encode() + b"\n"
