"""The wire: the one place where messages between the daemon and all others are defined."""
