"""Numbers told on the map of one day: what merged since stands under its successor."""
