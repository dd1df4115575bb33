"""Tests of app.values: round trips, laws of bounds, golden prints."""
