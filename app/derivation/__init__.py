"""From figures as printed to published observations, ratios and verdicts: the pure kernel."""
