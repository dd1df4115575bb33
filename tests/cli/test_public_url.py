"""Citations of a service link to where it serves."""

from app.settings import Settings, assume_public_url, get_settings


def test_the_address_served_is_assumed_where_no_setting_names_one(monkeypatch):
    monkeypatch.setenv("PARTYSTATS_PUBLIC_URL", "unset")
    monkeypatch.delenv("PARTYSTATS_PUBLIC_URL")
    assume_public_url("http://127.0.0.1:8031")
    assert get_settings().public_url == "http://127.0.0.1:8031"
    get_settings.cache_clear()


def test_a_setting_stands_before_the_address_served(monkeypatch):
    monkeypatch.setenv("PARTYSTATS_PUBLIC_URL", "https://example.org")
    assume_public_url("http://127.0.0.1:8031")
    assert Settings().public_url == "https://example.org"
    get_settings.cache_clear()
