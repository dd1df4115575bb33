"""What there is and what not: organizations by indicators by years."""
