"""Who is connected, and what is told to whom."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tjbot.daemon.access import Identity
from tjbot.daemon.bus import Bus
from tjbot.daemon.outbox import Outbox, Overflow
from tjbot.errors import RefusedError
from tjbot.languages import ENGLISH, best_language
from tjbot.protocol.about import ClientCard
from tjbot.protocol.enclosed import Enclosed
from tjbot.protocol.messages import Hello, Message, Offer, Output, Seen, State
from tjbot.protocol.pace_messages import Place
from tjbot.protocol.page_model import PageModel
from tjbot.protocol.values import Role, Sense, Subject, Topic
from tjbot.protocol.why_messages import Began, Deed, Outcome, Over, Traced

MOST_CLIENTS = 240
"""Six of each of thirty pupils, and as many again for whoever else is there."""

TRY_LATER = 1013
"""The close code for a client that is let go because it is slow."""

RESTARTING = 1012
"""The close code for a client whose robot, or own robot, goes away; it may come back at once."""

TOPICS: dict[type[Message], Topic] = {
    Seen: "seen",
    State: "state",
    Output: "output",
    Traced: "traced",
    **dict.fromkeys((Began, Deed, Outcome, Over, Place), "why"),
}
"""Which reports a client gets only if it wants them."""


@dataclass(eq=False)
class Client:
    """One connection after its `Hello`. `name_here` is unique while the daemon runs: page-1, recipe-2 …"""

    name_here: str
    role: Role
    name: str
    body: str
    identity: Identity
    wants: frozenset[Topic] = frozenset()
    run: int | None = None
    language: str = ENGLISH
    outbox: Outbox = field(default_factory=Outbox)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    last_words: tuple[int, str] = (1000, "")
    actions: set[asyncio.Task[object]] = field(default_factory=set)
    offers: dict[str, Offer] = field(default_factory=dict)
    models: list[PageModel] = field(default_factory=list)
    answers: frozenset[Subject] = frozenset()
    sees: bool = False
    deeds: int = 0
    answered: Callable[[Message | Enclosed], None] | None = None

    def put(self, message: Message | Enclosed) -> None:
        """Queues a message; a client that lets too many wait is let go, and is then told only this."""
        if self.let_go.is_set():
            return
        if self.answered is not None:
            self.answered(message)
        try:
            self.outbox.put(message)
        except Overflow:
            self.outbox = Outbox()
            self.dismiss(TRY_LATER, "Too many messages wait for you, so the robot has let you go. Connect again.")
        self.wake.set()

    def dismiss(self, code: int, reason: str) -> None:
        """Ends the connection with a close code and a sentence, after what waits has been sent."""
        if not self.let_go.is_set():
            self.last_words = (code, reason)
            self.let_go.set()
            self.wake.set()

    @property
    def card(self) -> ClientCard:
        """What the others are told of this client."""
        return ClientCard(client=self.name_here, role=self.role, name=self.name)


class Clients:
    """All connected clients; passes on from the bus what each of them wants.

    Args:
        bus: where the reports come from.
        changed: called with a body's name when somebody joined or left it.
    """

    def __init__(self, bus: Bus, changed: Callable[[str], None]) -> None:
        self._clients: dict[str, Client] = {}
        self._on: dict[str, dict[str, Client]] = {}
        """The same by body: every pulse of thirty arms is told, and only to a few."""
        self._numbers = itertools.count(1)
        self._changed = changed
        for kind in TOPICS:
            bus.subscribe(kind, self.tell)

    def join(self, hello: Hello, body: str, identity: Identity, run: int | None) -> Client:
        """Takes in a client that said hello.

        Raises:
            RefusedError: too many are here.
        """
        if len(self._clients) >= MOST_CLIENTS:
            raise RefusedError(f"{MOST_CLIENTS} pages and programs are connected already.", "Close some of them.")
        name_here = f"{hello.role}-{next(self._numbers)}"
        client = Client(
            name_here, hello.role, hello.name, body, identity, run=run, language=best_language([hello.language])
        )
        self._clients[name_here] = client
        self._on.setdefault(body, {})[name_here] = client
        self._changed(body)
        return client

    def leave(self, client: Client) -> None:
        """Forgets a client."""
        self._clients.pop(client.name_here, None)
        here = self._on.get(client.body, {})
        here.pop(client.name_here, None)
        if not here:
            self._on.pop(client.body, None)
        self._changed(client.body)

    def on(self, body: str) -> Iterator[Client]:
        """The clients of one body."""
        return iter([*self._on.get(body, {}).values()])

    def all(self) -> list[Client]:
        """Every client."""
        return list(self._clients.values())

    def tell(self, body: str, message: Message) -> None:
        """Sends a report to all clients of a body who want its kind."""
        topic = TOPICS[type(message)]
        for client in self.on(body):
            if topic in client.wants:
                client.put(message)

    def offers(self, body: str) -> dict[Sense, list[str]]:
        """Every label that some model of a body's clients can recognise now, by its sense."""
        labels: dict[Sense, set[str]] = {}
        for client in self.on(body):
            for offer in client.offers.values():
                labels.setdefault(offer.sense, set()).update(offer.labels)
        return {sense: sorted(each) for sense, each in sorted(labels.items()) if each}

    def models(self, body: str) -> list[PageModel]:
        """Every model that a body's clients have; of two with one name the one that is on."""
        found: dict[str, PageModel] = {}
        for client in self.on(body):
            for each in client.models:
                if each.on or each.model not in found:
                    found[each.model] = each
        return list(found.values())
