"""Every verb of the robot, typed, so that editors complete them. Made by `python -m tjbot.generate`."""

from tjbot.protocol.values import Scalar

class Vocabulary:
    """What a robot with all its parts can do; each verb answers what the robot answered."""

    def wave(self, times: float = 1, *, wait: bool = True) -> Scalar:
        """Waves: up, down, up."""

    def raise_arm(self, seconds: float = 0.0, *, wait: bool = True) -> Scalar:
        """Raises the arm; with seconds as slowly as that."""

    def lower_arm(self, seconds: float = 0.0, *, wait: bool = True) -> Scalar:
        """Lets the arm hang down; with seconds as slowly as that."""

    def arm_back(self, seconds: float = 0.0, *, wait: bool = True) -> Scalar:
        """Moves the arm back, as far as it goes; with seconds as slowly as that."""

    def point(self, angle: float, seconds: float = 0.0, *, wait: bool = True) -> Scalar:
        """Points the arm: 0 hangs down, about 81 is up, about 144 is back."""

    def swing(
        self, times: float = 3, low: float = 40.0, high: float = 120.0, seconds: float = 1.0, *, wait: bool = True
    ) -> Scalar:
        """Swings up and down between two angles; seconds is once there and back."""

    def beep(self, times: float = 1, seconds: float = 0.2, *, wait: bool = True) -> Scalar:
        """Beeps; seconds is how long each beep lasts, and the silence after it."""

    def open_ears(self, words: str = '', *, wait: bool = True) -> Scalar:
        """Hears claps from now on, and these words: "yes no", or with commas "turn left, turn right"."""

    def close_ears(self, *, wait: bool = True) -> Scalar:
        """Switches the microphone off."""

    def listen(self, words: str = '', seconds: float = 5.0, *, wait: bool = True) -> Scalar:
        """Listens for one of the words ("yes no maybe"), or for whatever is said, and answers with it."""

    def look(self, *, wait: bool = True) -> Scalar:
        """Takes a picture and keeps it; answers its file name."""

    def shine(self, color: str, *, wait: bool = True) -> Scalar:
        """Shines in a color: a name such as "green" or "light blue", or "#ff8800"."""

    def pulse(self, color: str, seconds: float = 1.0, *, wait: bool = True) -> Scalar:
        """Glows up in a color and fades to dark again."""

    def blink(self, color: str, times: float = 3, seconds: float = 0.6, *, wait: bool = True) -> Scalar:
        """Blinks in a color, and is dark then; seconds is once on and off."""

    def breathe(self, color: str, times: float = 3, seconds: float = 4.0, *, wait: bool = True) -> Scalar:
        """Glows softly as if it breathed, and is dark then; seconds is one breath."""

    def rainbow(self, times: float = 1, seconds: float = 5.0, *, wait: bool = True) -> Scalar:
        """Goes through all colors of the rainbow, and is dark then; seconds is one rainbow."""

    def off(self, *, wait: bool = True) -> Scalar:
        """Puts the light out."""

    def say(self, text: str, now: bool = False, speed: float = 1.0, language: str = '', *, wait: bool = True) -> Scalar:
        """Says a sentence; done when the last word is spoken."""

    def play(self, file: str = 'chime', now: bool = False, *, wait: bool = True) -> Scalar:
        """Plays a sound: "beep", "chime", "ta-da", "uh-oh", "whistle", "do" … "high do", or a WAV file of yours."""

    def be_quiet(self, *, wait: bool = True) -> Scalar:
        """Stops speaking and playing at once, and forgets what it was still to say."""

    def languages(self, *, wait: bool = True) -> Scalar:
        """Tells which languages it can speak, as `say` wants them."""
