"""Tests of the benchmark: what it makes, and how it reckons."""
