"""Organizations, indicators, events and sources, found by the words that people type."""
