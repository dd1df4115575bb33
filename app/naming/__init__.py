"""What codes stand for, gathered for formats that people read."""
