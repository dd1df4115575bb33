"""The image and the composition: what they say is checked, what they install is run."""
