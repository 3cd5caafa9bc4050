"""The cameras: what each kind needs, the process that they run in, and the daemon's side of it."""
