"""Party organizations in their tree, with identifiers of other schemes."""
