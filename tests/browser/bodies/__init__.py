"""Bodies in rooms: drawn from the MakeHuman mesh by `tests.browser.bodies.draw`, which tests do not need; they look at
the pictures that it made. Nobody in them is anybody.
"""

from pathlib import Path

PICTURES = Path(__file__).parent / "pictures"
"""`arms_up_100.jpg`: the pose, and the number of the scene (`scenes.varied`); `leap_00.jpg` and on is a film."""
