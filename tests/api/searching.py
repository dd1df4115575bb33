"""Asking the search, and what to look at in its answers."""


def ask(client, text, **parameters):
    answer = client.get("/v1/search", params={"q": text} | parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def first(client, text, **parameters):
    """Id and match of what comes first."""
    row = ask(client, text, **parameters)["data"][0]
    return row["entry"], row["matched"]


def ids(answer):
    return [row["entry"] for row in answer["data"]]


def codes_of_notices(answer):
    return [notice["code"] for notice in answer["meta"]["notices"]]
