"""The rows of the table of goals, each measured by one function."""
