"""Names that organizations bear one after the other, and who bears one on a day."""
