"""How a computer and a Pico speak over USB: frames (frames.py) that hold messages (messages.py). Pure."""
