"""Runs of recipes that were saved, done again as tests of these recipes: in virtual time, without a robot."""
