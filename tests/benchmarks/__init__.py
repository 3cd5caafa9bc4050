"""Speed and size, measured: a module for each name that `tests/bench` takes."""
