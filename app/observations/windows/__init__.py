"""The first and the last observations of each series."""
