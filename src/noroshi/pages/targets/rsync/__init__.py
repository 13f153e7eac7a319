"""A directory on another machine, written by rsync over SSH."""
