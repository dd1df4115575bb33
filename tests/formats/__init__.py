"""Every format carries the same observations; programs that are not ours read them."""
