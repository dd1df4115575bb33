"""Growth between any two periods of any series, and which of several series grew faster."""
