"""Tests of the web's own manners, and of the documentation."""
