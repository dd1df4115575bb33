"""The feed of releases, for readers that are told of news."""
