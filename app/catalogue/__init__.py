"""The catalogue of what is published, in DCAT 3."""
