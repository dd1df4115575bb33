"""Publications that figures come from."""
