"""Codes of other schemes, which named organizations on certain days."""
