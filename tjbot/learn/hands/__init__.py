"""Hands that are made up: how they bend, how a camera sees them, and how a landmark network errs about them."""
