"""partystats: an open, honest statistics service for Party organizations in Viet Nam."""
