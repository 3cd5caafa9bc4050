"""Asking before anything is changed that belongs to the owner of the Pi."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

YES = ("y", "yes", "j", "ja")
NO = ("n", "no", "nein")


@dataclass
class Consent:
    """Who says yes or no.

    Args:
        to_all: everything is agreed to (`--yes`).
        terminal: whether there is somebody to ask.
        ask: prints a question and returns the answer; EOFError where none comes.
        say: prints a sentence.
    """

    to_all: bool = False
    terminal: bool = field(default_factory=lambda: sys.stdin.isatty())
    ask: Callable[[str], str] = input
    say: Callable[[str], None] = print

    def given(self, question: str, *, usually: bool = True, refused: str) -> bool:
        """Whether something may be done.

        Args:
            question: a question for yes or no.
            usually: the answer of who only presses Enter. Where it is no, `--yes` is no agreement either.
            refused: what to say where it may not be done: how things are then, and how to change one's mind.
        """
        agreed = self._answer(question, usually=usually)
        if not agreed:
            self.say(refused)
        return agreed

    def _answer(self, question: str, *, usually: bool) -> bool:
        if self.to_all:
            return usually
        if not self.terminal:
            self.say(f"{question} Nobody is there to answer (agree to everything with --yes).")
            return False
        while True:
            try:
                answer = self.ask(f"{question} [{'Y/n' if usually else 'y/N'}] ").strip().lower()
            except EOFError:
                return False
            if answer in (*YES, *NO):
                return answer in YES
            if not answer:
                return usually
            self.say("Please type y for yes or n for no.")
