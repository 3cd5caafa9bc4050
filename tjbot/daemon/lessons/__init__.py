"""Lessons: what a folder of one holds, which goals are reached, and what is remembered of that."""
