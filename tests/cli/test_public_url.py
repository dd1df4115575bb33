"""Citations of a service link to where it serves."""

import pytest

from app.settings import Settings, assume_public_url, get_settings


def test_the_address_served_is_assumed_where_no_setting_names_one(monkeypatch):
    monkeypatch.setenv("PARTYSTATS_PUBLIC_URL", "unset")
    monkeypatch.delenv("PARTYSTATS_PUBLIC_URL")
    assume_public_url("127.0.0.1", 8031)
    assert get_settings().public_url == "http://127.0.0.1:8031"
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("example.org", "http://example.org:80"),
    ],
)
def test_an_address_that_is_every_address_is_shown_as_this_machine(monkeypatch, host, address):
    monkeypatch.setenv("PARTYSTATS_PUBLIC_URL", "https://example.org")
    assert assume_public_url(host, 80) == address
    get_settings.cache_clear()


def test_a_setting_stands_before_the_address_served(monkeypatch):
    monkeypatch.setenv("PARTYSTATS_PUBLIC_URL", "https://example.org")
    assume_public_url("127.0.0.1", 8031)
    assert Settings().public_url == "https://example.org"
    get_settings.cache_clear()
