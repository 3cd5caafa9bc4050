"""Every verb of the robot, typed, so that editors complete them. Made by `python -m tjbot.generate`."""

from tjbot.protocol.values import Scalar

class Vocabulary:
    """What a robot with all its parts can do; each verb answers what the robot answered."""

    def wave(self, *, wait: bool = True) -> Scalar:
        """Waves: up, down, up."""

    def raise_arm(self, *, wait: bool = True) -> Scalar:
        """Raises the arm."""

    def lower_arm(self, *, wait: bool = True) -> Scalar:
        """Lets the arm hang down."""

    def arm_back(self, *, wait: bool = True) -> Scalar:
        """Moves the arm back, as far as it goes."""

    def point(self, angle: float, *, wait: bool = True) -> Scalar:
        """Points the arm: 0 hangs down, about 81 is up, about 144 is back."""

    def look(self, *, wait: bool = True) -> Scalar:
        """Takes a picture and keeps it; answers its file name."""

    def shine(self, color: str, *, wait: bool = True) -> Scalar:
        """Shines in a color: a name such as "green" or "hotpink", or "#ff8800"."""

    def pulse(self, color: str, seconds: float = 1.0, *, wait: bool = True) -> Scalar:
        """Glows up in a color and fades to dark again."""

    def off(self, *, wait: bool = True) -> Scalar:
        """Puts the light out."""

    def say(self, text: str, *, wait: bool = True) -> Scalar:
        """Says a sentence; done when the last word is spoken."""
