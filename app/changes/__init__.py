"""What became of published numbers from one release to another."""
