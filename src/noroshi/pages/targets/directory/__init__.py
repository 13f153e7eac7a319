"""A directory on this machine (or a mounted one), for any web server to serve."""
