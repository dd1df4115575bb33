"""Which codes have data under a partial selection: how much, and from when to when."""
