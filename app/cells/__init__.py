"""Cells, organization × indicator × period: how they are selected, and the evidence for them."""
