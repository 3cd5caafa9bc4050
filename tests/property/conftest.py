"""Hypothesis for these tests: no timing, and few enough examples for every run."""

from hypothesis import settings

settings.register_profile("every run", deadline=None, max_examples=60)
settings.load_profile("every run")
