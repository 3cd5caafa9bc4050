"""Python's own parser, used by one thread at a time."""

import threading

PARSING = threading.Lock()
"""To be held around `ast.parse`, and around `inspect.getsource`, which calls it.

Python 3.11 counts how deep a tree is for all threads together, and says "AST constructor recursion depth mismatch" to
one of two that parse at once.
"""
