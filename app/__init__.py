"""partystats: an open, honest statistics service for Party organizations in Viet Nam."""

import gc

# What is imported stays: looking through it again and again for garbage is a fifth of a start.
gc.set_threshold(50_000)
