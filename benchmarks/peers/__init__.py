"""What a user would pick instead, asked the same questions of the same figures."""
