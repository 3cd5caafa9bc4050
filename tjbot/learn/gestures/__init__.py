"""The classifier of gestures: what it looks at, what it is trained on, and how good it is."""
