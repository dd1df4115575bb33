"""How fast the service is: a synthetic nation, peers asked the same, and reports of both."""
