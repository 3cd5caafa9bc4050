"""How questions are asked: at a terminal, or not at all, where every answer is the usual one."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")


class Dialog(Protocol):
    """Somebody who can be asked; Enter gives the usual answer."""

    def say(self, text: str) -> None:
        """Tells something."""

    def confirm(self, question: str, usual: bool) -> bool:
        """Asks for yes or no."""

    def choose(self, question: str, choices: Sequence[str], usual: str) -> str:
        """Asks for one of a few words."""

    def ask(self, question: str, usual: str, read: Callable[[str], Answer]) -> Answer:
        """Asks until `read` makes something of the answer; it raises `ValueError` with a sentence where it cannot."""


class TerminalDialog:
    """Asks the person at the terminal."""

    def say(self, text: str) -> None:
        """Prints it."""
        import typer

        typer.echo(text)

    def confirm(self, question: str, usual: bool) -> bool:
        """Asks for y or n."""
        import typer

        return typer.confirm(question, default=usual)

    def choose(self, question: str, choices: Sequence[str], usual: str) -> str:
        """Asks for one of the words; its beginning is enough."""

        def one_of_them(text: str) -> str:
            found = [choice for choice in choices if choice.lower().startswith(text.strip().lower())]
            exact = [choice for choice in found if choice.lower() == text.strip().lower()]
            if len(exact or found) != 1:
                raise ValueError(f"Type one of: {', '.join(choices)}.")
            return (exact or found)[0]

        return self.ask(f"{question} ({', '.join(choices)})", usual, one_of_them)

    def ask(self, question: str, usual: str, read: Callable[[str], Answer]) -> Answer:
        """Asks; what is wrong with an answer is said, and the question comes again."""
        import typer

        while True:
            try:
                return read(typer.prompt(question, default=usual))
            except ValueError as error:
                typer.echo(str(error))


class UsualDialog:
    """Gives every usual answer itself."""

    def say(self, text: str) -> None:
        """Prints it, without the gaps between questions."""
        if text.strip():
            print(text.strip("\n"))

    def confirm(self, question: str, usual: bool) -> bool:
        """Gives the usual answer."""
        return usual

    def choose(self, question: str, choices: Sequence[str], usual: str) -> str:
        """Gives the usual answer."""
        return usual

    def ask(self, question: str, usual: str, read: Callable[[str], Answer]) -> Answer:
        """Gives the usual answer."""
        return read(usual)
