"""Tests of changes between releases, feeds and what tells of them."""
