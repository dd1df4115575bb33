"""Errata: what was published wrongly, and since when it is mended."""
