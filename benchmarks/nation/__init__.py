"""Seeded synthetic packages in the shape of the nation. Nothing here is a fact about anybody."""
