"""What cells had in earlier releases."""
