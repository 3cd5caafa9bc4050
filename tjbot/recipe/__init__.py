"""What a recipe imports, and all that runs recipes; knows the wire, never a pin.

| file | what it is |
|---|---|
| `link.py` | a connection to a robot: commands out, answers and reports in |
| `api.py` | `robot`, as recipes know it |
| `loop.py` | which handler runs when; pure |
| `check.py`, `explain.py` | what is wrong with a recipe, in plain words, before and after |
| `run.py` | runs one recipe in this process |
| `limits.py` | what binds a recipe's processes, and how they all end |
| `host.py`, `host_messages.py` | forks recipes from a warm parent, for the daemon |
"""
