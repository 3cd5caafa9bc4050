"""Inputs by the million, bent until something breaks; `tests/fuzz --help` says what."""
