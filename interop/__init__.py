"""Programs that no one here wrote read what the service answers: `make interop`."""
