"""Tests of the statistical kernel, rule by rule of the design's section 4."""
