"""The web's own manners: refusals, negotiation, caching, pages, documentation, health."""
