"""Tests of app.publication: reading packages, and publishing whole or not at all."""
