"""From packages to a published release: the only room that writes."""
