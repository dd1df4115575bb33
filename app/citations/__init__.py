"""A number of ours as a reference: text, CSL-JSON, BibTeX, each pinned to its release."""
