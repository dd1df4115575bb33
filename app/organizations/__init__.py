"""Party organizations in their tree."""
