"""Load and faults: a module for each phase of `tests/soak`."""
