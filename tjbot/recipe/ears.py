"""What a recipe wants the robot's own ears to be open for. Pure."""

from tjbot.protocol.messages import Welcome
from tjbot.recipe.senses import labels_of_parts


class WantedWords:
    """What a recipe listens for with the robot's own ears; false while that is nothing."""

    def __init__(self) -> None:
        self._labels: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._labels)

    def add(self, labels: set[str], welcome: Welcome) -> str | None:
        """The words to open the ears for, for these labels and all before; None where that would change nothing.

        What a page hears already is left to it: a clap that is heard twice would be two.
        """
        labels = labels.difference(welcome.offers.get("hear", ()))
        if labels <= self._labels:
            return None
        self._labels |= labels
        return ", ".join(sorted(self._labels.difference(labels_of_parts(welcome.parts, "hear"))))

    def forget(self) -> set[str]:
        """Begins anew, for a robot that has; returns the labels so far."""
        labels, self._labels = self._labels, set()
        return labels
