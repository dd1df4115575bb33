"""Tests of what there is and what is missing."""
