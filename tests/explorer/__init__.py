"""The explorer, driven in a real browser."""
