"""Ask with hishel, which keeps answers as RFC 9111 has it, and tell where each came from as JSON.

`caching_client.py ADDRESS FILE` keeps them in the file, and reads from its standard input a list of
requests, each with its `path` and its `headers`, which it sends one after the other.
"""

import json
import sys

from hishel import SqliteStorage
from hishel.httpx import CacheClient


def main():
    address, file = sys.argv[1:]
    storage = SqliteStorage(database_path=file)
    told = []
    with CacheClient(base_url=address, storage=storage, rfc=True) as client:
        for request in json.load(sys.stdin):
            answer = client.get(request["path"], headers=request.get("headers"))
            kept = answer.extensions["caching"]
            told.append({**kept, "status": answer.status_code, "text": answer.text})
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
