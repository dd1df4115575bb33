"""Pages for people: static files that ask the public API, and the shells they are started from."""
