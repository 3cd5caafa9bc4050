"""Takes questions about pictures to a page whose models answer them, and brings the answers back."""

import asyncio
import itertools
from dataclasses import dataclass

from tjbot.daemon.clients import Client, Clients
from tjbot.errors import RefusedError
from tjbot.protocol.enclosed import Enclosed
from tjbot.protocol.messages import Answer, Answered, Ask, Asked, Failed, Willing
from tjbot.protocol.values import Subject

MOST_QUESTIONS = 4
"""How many questions of one client, and how many to one page, may wait; each holds its picture until it is sent."""

ANSWER_SECONDS = 60.0
"""The first question loads a model in the page, which takes some seconds, on a slow computer many."""

_WISHES: dict[Subject, str] = {
    "objects": "find things in a picture",
    "picture": "say what a picture shows",
    "faces": "find faces in a picture",
}


@dataclass(frozen=True, eq=False)
class Waiting:
    """A question that a page has been asked."""

    asker: Client
    identifier: int
    page: Client
    deadline: asyncio.TimerHandle


class Asking:
    """The questions that wait for their answers.

    Args:
        clients: among whom a willing page is looked for.
        seconds: how long a page may take.
    """

    def __init__(self, clients: Clients, seconds: float = ANSWER_SECONDS) -> None:
        self._clients = clients
        self._seconds = seconds
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Waiting] = {}

    def willing(self, client: Client, command: Willing) -> None:
        """Takes note of what a client answers from now on."""
        client.answers, client.sees = frozenset(command.what), command.sees

    def ask(self, asker: Client, ask: Ask, picture: bytes | None) -> None:
        """Asks the willing page of the asker's body that has the least to do.

        Args:
            asker: who wants to know.
            ask: what it wants to know.
            picture: about what; None for what the page sees at this moment.

        Raises:
            RefusedError: there is none, or too many questions wait.
        """
        if sum(waiting.asker is asker for waiting in self._waiting.values()) >= MOST_QUESTIONS:
            raise RefusedError(f"{MOST_QUESTIONS} of your questions wait already.", "Wait for an answer first.")
        page = self._least_busy(self._pages(asker, ask.what, picture is None))
        number = next(self._numbers)
        deadline = asyncio.get_running_loop().call_later(self._seconds, self._give_up, number)
        self._waiting[number] = Waiting(asker, ask.id, page, deadline)
        asked = Asked(question=number, what=ask.what, asker=asker.name)
        page.put(asked if picture is None else Enclosed(asked, picture))

    def answer(self, page: Client, answer: Answer) -> None:
        """Brings an answer to whoever asked; one that nobody waits for any more is nothing."""
        waiting = self._waiting.get(answer.question)
        if waiting is None or waiting.page is not page:
            return
        if answer.message is not None:
            self._fail(answer.question, answer.message, answer.hint)
            return
        self._forget(answer.question)
        waiting.asker.put(Answered(id=waiting.identifier, findings=answer.findings))

    def leave(self, client: Client) -> None:
        """Forgets what a client asked, and gives up what it was asked."""
        for number, waiting in list(self._waiting.items()):
            if waiting.asker is client:
                self._forget(number)
            elif waiting.page is client:
                self._fail(number, "The page that was to look at the picture went away.", "Open it again.")

    def _pages(self, asker: Client, what: Subject, with_own_eyes: bool) -> list[Client]:
        """The pages that can answer.

        Raises:
            RefusedError: there is none; the sentence tells what is missing.
        """
        pages = [client for client in self._clients.on(asker.body) if client.role == "page" or client.answers]
        able = [page for page in pages if what in page.answers]
        seeing = [page for page in able if page.sees] if with_own_eyes else able
        if not pages:
            raise RefusedError(f"No page is open that could {_WISHES[what]}.", "Open the robot's page in a browser.")
        if not able:
            raise RefusedError(f"No model of the robot's page can {_WISHES[what]}.", "Ask for something else.")
        if not seeing:
            raise RefusedError(
                "The robot's page sees nothing now.", "Start the camera there, or ask about a picture: robot.look()"
            )
        return seeing

    def _least_busy(self, pages: list[Client]) -> Client:
        tasks = {page: sum(waiting.page is page for waiting in self._waiting.values()) for page in pages}
        page = min(pages, key=tasks.__getitem__)
        if tasks[page] >= MOST_QUESTIONS:
            raise RefusedError("The page has too many pictures to look at.", "Ask again when it has answered some.")
        return page

    def _give_up(self, number: int) -> None:
        self._fail(number, f"The page did not answer within {self._seconds:g} seconds.", "Is its tab in the front?")

    def _fail(self, number: int, message: str, hint: str) -> None:
        waiting = self._waiting[number]
        self._forget(number)
        waiting.asker.put(Failed(id=waiting.identifier, message=message, hint=hint))

    def _forget(self, number: int) -> None:
        self._waiting.pop(number).deadline.cancel()
