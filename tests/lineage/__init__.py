"""What lies beneath a number, as it is told."""
