"""What a recipe imports, and all that runs recipes; knows the wire, never a pin.

| file | what it is |
|---|---|
| `link.py` | a connection to a robot: commands out, answers and reports in |
| `api.py`, `verbs.py`, `hats.py` | `robot`, as recipes know it; its verbs; what stands above functions |
| `connection.py` | what `robot` keeps of the robot behind it |
| `vocabulary.pyi` | the verbs again, typed, for editors (generated) |
| `loop.py` | which handler runs when; pure |
| `senses.py` | what the robot can see, hear, feel and read, and what to say where it cannot; pure |
| `memory.py`, `pictures.py` | what may be remembered; what may be asked about pictures |
| `read.py` | a recipe's file as text and code |
| `check.py`, `rules/`, `syntax.py`, `words.py` | what is wrong with a recipe before it runs; pure |
| `foretell.py` | tells that to whoever typed `tjbot run` |
| `explain.py`, `sentences.py`, `friendly.py` | what went wrong, in plain words: ours, else friendly-traceback's |
| `plain_python.py` | explains what breaks where Python itself runs the recipe |
| `keyboard.py` | `input()` where there is no terminal |
| `run.py` | runs one recipe: in this process, or supervised for `tjbot run` |
| `supervise.py`, `limits.py` | stays until all processes of a recipe are gone; what binds them |
| `host.py`, `process.py`, `host_messages.py` | forks recipes from a warm parent, for the daemon |
| `output.py`, `notices.py` | how much of what is printed is passed on; sentences beside it |
"""
