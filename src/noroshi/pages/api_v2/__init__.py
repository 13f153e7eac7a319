"""The page's state in the shapes of Statuspage's public API v2, for the clients that read it."""
