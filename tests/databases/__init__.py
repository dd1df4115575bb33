"""Both databases hold and answer the same, to the byte, and neither loses what it acknowledged."""
