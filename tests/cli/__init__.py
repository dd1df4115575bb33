"""Tests of the command `partystats`, run as a command."""
