"""What install.sh does to a Raspberry Pi beyond copying files, and how every bit of it is undone.

`add` runs in the environment that install.sh has made; `remove` and all that it imports get along with the system's
Python alone, so that a robot can be taken off even if its environment is broken.
"""
