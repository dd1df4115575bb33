"""Organizations and indicators by what they have in common, as the numbers of the tables."""
