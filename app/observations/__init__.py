"""The published answer for each cell, its lineage, its claims, its citation."""
