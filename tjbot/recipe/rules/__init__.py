"""What can be wrong with a recipe that is Python, one idea a file. Pure.

A rule is a function from a `Script` to faults; a new one is written in one of these files and added to its `RULES`.
Rules yield lazily, because only the first 50 faults of each are asked for.
"""
