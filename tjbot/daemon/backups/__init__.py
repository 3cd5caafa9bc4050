"""All that a robot keeps as one file, and a robot that takes such a file in place of what it kept."""
