"""Numbers that follow from others: the catalog's, with claims and guards, and free ratios."""
