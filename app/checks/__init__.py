"""Rules evaluated in a release, with what they found."""
