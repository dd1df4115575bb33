"""A release against nothing: every number of it is new."""
