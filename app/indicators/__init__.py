"""What is measured: the catalog of the release, as it is asked for."""
