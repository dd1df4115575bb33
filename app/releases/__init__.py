"""Numbered, immutable publications: the registry and what is current. Reading only."""
