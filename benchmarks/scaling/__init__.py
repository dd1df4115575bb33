"""What a CDN in front of the service saves: by simulation, from the cache headers alone."""
