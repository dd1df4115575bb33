"""Verify what an instance publishes, without its code: verify_release.py ADDRESS [NUMBER].

Needs Python 3.9 and nothing else. Each release is fetched in canonical form and hashed, the chain
is followed from the first, packages are hashed file by file; exit code 1 where anything differs.
Keep the last chain digest: an honest instance goes on from it.
"""

import hashlib
import io
import json
import sys
import urllib.request
import zipfile


def fetched(address):
    with urllib.request.urlopen(address, timeout=60) as answer:
        while part := answer.read(1 << 20):
            yield part


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


def faults(address, release, chain_before):
    content = sha256(fetched(f"{address}/content.jsonl"))
    history = sha256(fetched(f"{address}/history.jsonl"))
    if content != release["content_digest"]:
        yield f"its rows have the digest {content}"
    if sha256([f"{chain_before}\n{content}\n{history}\n".encode()]) != release["chain_digest"]:
        yield "its chain does not follow"
    with zipfile.ZipFile(io.BytesIO(b"".join(fetched(f"{address}/package.zip")))) as archive:
        if package_digests(archive) != {
            each["name"]: each["digest"] for each in release["packages"]
        }:
            yield "its packages are others"


root, wanted = sys.argv[1].rstrip("/"), sys.argv[2:]
chain, wrong = "", False
for release in json.loads(b"".join(fetched(f"{root}/v1/releases")))["data"]:
    if not wanted or str(release["number"]) in wanted:
        found = list(faults(f"{root}/v1/releases/{release['number']}", release, chain))
        print(release["number"], release["chain_digest"], "; ".join(found) or "as published")
        wrong = wrong or bool(found)
    chain = release["chain_digest"]
sys.exit(wrong)
