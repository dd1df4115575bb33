"""Asking the service for an answer in some format."""

import csv
import io


def asked(client, path, output):
    """The answer to this address in the format of this name."""
    answer = client.get(f"{path}{'&' if '?' in path else '?'}format={output}")
    assert answer.status_code == 200, answer.text
    return answer


def heading_of(client, path):
    return next(csv.reader(io.StringIO(asked(client, path, "csv").text, newline="")))
