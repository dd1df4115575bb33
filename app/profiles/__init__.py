"""Everything about one organization in a period, as a person would read it."""
