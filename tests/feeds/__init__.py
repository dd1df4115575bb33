"""Tests of the feed of releases, of errata and of deprecations."""
