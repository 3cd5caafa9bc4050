"""What recipes have asked people, and nobody has typed yet. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from tjbot.errors import RefusedError
from tjbot.protocol.about import Question

Answer = Callable[[str], None]


@dataclass(frozen=True)
class _Open:
    question: Question
    client: str
    answer: Answer


class Questions:
    """The open question of each body; the first answer counts."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._last = 0

    def open(self, body: str) -> Question | None:
        """The question that waits on a body."""
        waiting = self._open.get(body)
        return waiting.question if waiting else None

    def ask(self, body: str, client: str, recipe: str, prompt: str, answer: Answer) -> None:
        """Opens a question.

        Args:
            body: whose people are asked.
            client: who asks.
            recipe: its name for people.
            prompt: what is asked; may be empty.
            answer: called once with the line that was typed.

        Raises:
            RefusedError: another question of this body is open.
        """
        if body in self._open:
            raise RefusedError("The recipe asks two things at once.", "Wait for the first answer before you ask again.")
        self._last += 1
        self._open[body] = _Open(Question(number=self._last, prompt=prompt, recipe=recipe), client, answer)

    def reply(self, body: str, number: int, text: str) -> None:
        """Answers a question; line breaks in the text become spaces.

        Raises:
            RefusedError: this question is answered already, or over.
        """
        waiting = self._open.get(body)
        if waiting is None or waiting.question.number != number:
            raise RefusedError(
                "Nobody waits for this answer any more.", "Somebody was faster, or the recipe has ended."
            )
        del self._open[body]
        waiting.answer(" ".join(text.splitlines()))

    def leave(self, body: str, client: str) -> bool:
        """Forgets what a client has asked; returns whether that was anything."""
        waiting = self._open.get(body)
        if waiting is None or waiting.client != client:
            return False
        del self._open[body]
        return True
