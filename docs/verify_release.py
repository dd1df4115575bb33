"""Verify what an instance publishes, without its code: verify_release.py ADDRESS [NUMBER].

Fetches and hashes each release in canonical form, and its packages, and follows the chain.
Needs Python 3.9 and nothing else; exit code 1 where anything is not as published.
"""

import hashlib
import io
import json
import sys
import urllib.error
import urllib.request
import zipfile


def fetched(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        yield from iter(lambda: answer.read(1 << 20), b"")


def sha256(parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def package_digests(archive):
    """SHA-256 over a line "name digest" for each file of a package, in order of name."""
    lines = {}
    for path in archive.namelist():
        package, name = path.split("/")
        lines.setdefault(package, []).append(f"{name} {sha256([archive.read(path)])}\n")
    return {name: sha256(["".join(sorted(found)).encode()]) for name, found in lines.items()}


def faults(release, chain_before):
    address = f"{root}/v1/releases/{release['number']}"
    content = sha256(fetched(f"{address}/content.jsonl"))
    history = sha256(fetched(f"{address}/history.jsonl"))
    if content != release["content_digest"]:
        yield f"its rows have the digest {content}"
    if sha256([f"{chain_before}\n{content}\n{history}\n".encode()]) != release["chain_digest"]:
        yield "its chain does not follow"
    with zipfile.ZipFile(io.BytesIO(b"".join(fetched(f"{address}/package.zip")))) as archive:
        if package_digests(archive) != {p["name"]: p["digest"] for p in release["packages"]}:
            yield "its packages are others"


root, wanted, chain, wrong = sys.argv[1].rstrip("/"), sys.argv[2:], "", False
for release in json.loads(b"".join(fetched(f"{root}/v1/releases")))["data"]:
    if not wanted or str(release["number"]) in wanted:
        try:
            found = "; ".join(faults(release, chain)) or "as published"
        except urllib.error.HTTPError as error:
            found = "no longer kept there" if error.code == 410 else f"not to be had: {error}"
        print(release["number"], release["chain_digest"], found)
        wrong = wrong or found not in ("as published", "no longer kept there")
    chain = release["chain_digest"]
sys.exit(wrong)
