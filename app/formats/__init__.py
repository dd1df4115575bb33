"""Answers in the formats people and programs ask for: a dataset, and one module per format."""
