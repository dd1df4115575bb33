"""Processes, their processor time and memory, and the load that is put on them."""
