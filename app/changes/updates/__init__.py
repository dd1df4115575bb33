"""Observations as a copy of an earlier release needs them to be brought up to date."""
