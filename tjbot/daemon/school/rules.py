"""What holds in a class: which body is whose, and who may do what now."""

from typing import Any

from msgspec import UNSET, UnsetType

from tjbot.daemon.access import Identity
from tjbot.daemon.clients import Client
from tjbot.daemon.robot import Robot
from tjbot.daemon.school.pupils import COME_IN, MOST_PUPILS, PupilRecord, Pupils
from tjbot.daemon.school.queue import Queue
from tjbot.daemon.without_class import WithoutClass
from tjbot.errors import ConflictError, NotAllowedError, RefusedError
from tjbot.protocol.about import OwnPupil
from tjbot.protocol.messages import Command, Do, Hello, Rest, Run

MOST_CLIENTS = 6
"""Pages and programs of one pupil, so that nobody takes everybody's place."""

LOCKED = ("Your teacher has paused all robots.", "It goes on when your teacher lets you.")
CLOSED = ("No class is open.", "Your teacher opens it in their page.")
ANOTHERS = (
    "In a class you have a robot of your own, so you cannot use another one.",
    "Ask for the real robot in your page: in your turn your own robot moves it, too.",
)


class ClassRules(WithoutClass):
    """How a class is now, and what follows from it for who asks.

    Args:
        robot: the robot that is shared.
    """

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self.pupils = Pupils()
        self.queue = Queue()
        self.is_open = False
        self.locked = False
        self.message = ""

    def body_for(self, wished: str | None, identity: Identity) -> str:
        """In an open class a pupil's is the own one."""
        if not self.is_open or identity.kind != "pupil":
            return super().body_for(wished, identity)
        pupil = self.pupils.of_session(identity.session_id)
        if pupil is None:
            raise NotAllowedError(*COME_IN)
        if wished not in (None, pupil.body):
            raise NotAllowedError(*ANOTHERS)
        return pupil.body

    def check_hello(self, hello: Hello, body: str, identity: Identity) -> None:
        """A pupil has a few pages and programs, and no recipe while all are paused."""
        if not self.is_open or identity.kind != "pupil":
            return
        if self.locked and hello.role == "recipe":
            raise RefusedError(*LOCKED)
        if sum(client.identity.kind == "pupil" for client in self.robot.clients.on(body)) >= MOST_CLIENTS:
            raise RefusedError(f"{MOST_CLIENTS} pages and programs of yours are connected already.", "Close some.")

    def check(self, client: Client, command: Command) -> None:
        """While all are paused, no pupil moves or runs anything."""
        moves = client.identity.kind in ("pupil", "recipe") and isinstance(command, Do | Rest | Run)
        if self.locked and moves and self.pupils.of_body(client.body):
            raise RefusedError(*LOCKED)

    def about(self, body: str) -> OwnPupil | UnsetType:
        """What a pupil's page needs to know of the class."""
        pupil = self.pupils.of_body(body) if self.is_open else None
        if pupil is None:
            return UNSET
        queue, holder = self.queue, self.pupils.get(self.queue.holder)
        place = queue.place(pupil.id)
        return OwnPupil(
            id=pupil.id,
            name=pupil.name,
            key=pupil.key,
            locked=self.locked,
            message=self.message,
            turn="mine" if holder is pupil else "waiting" if place else "none",
            place=place,
            ends_at=self.ends_at(),
            someone=holder.name if holder else None,
            slice_seconds=queue.slice_seconds,
        )

    def open_pupils(self) -> list[PupilRecord]:
        """The pupils of the class, by name; none while it is closed."""
        return [*self.pupils] if self.is_open else []

    def goes_on_after_a_restart(self, body: str) -> bool:
        """What runs on own robots does."""
        return self.is_open and self.pupils.of_body(body) is not None

    def me(self, identity: Identity) -> dict[str, Any]:
        """Whether a class is open, and which pupil somebody is in it; that is nothing for strangers."""
        if identity.kind == "nobody":
            return super().me(identity)
        pupil = self.pupils.of_session(identity.session_id) if self.is_open else None
        told = None if pupil is None else {"id": pupil.id, "name": pupil.name, "body": pupil.body}
        return {"open": self.is_open, "pupil": told, "full": self.is_open and len(self.pupils) >= MOST_PUPILS}

    def here(self) -> set[str]:
        """The pupils of whom a page or program is connected."""
        return {pupil.id for client in self.robot.clients.all() if (pupil := self.pupil_of(client)) is not None}

    def ends_at(self) -> float | None:
        """When the turn of who has the real robot ends; None where nothing says so."""
        return None if self.queue.paused_at is not None else self.queue.ends_at

    def pupil_of(self, client: Client) -> PupilRecord | None:
        """Whose page or program a client is; one that the robot runs, or a teacher who looks on, is nobody's."""
        if not self.is_open or client.identity.kind not in ("pupil", "owner") or client.let_go.is_set():
            return None
        return self.pupils.of_body(client.body)

    def pupil_on(self, body: str) -> PupilRecord:
        """Whose own robot a body is.

        Raises:
            ConflictError: no class is open, or it is nobody's.
        """
        if not self.is_open:
            raise ConflictError(*CLOSED)
        pupil = self.pupils.of_body(body)
        if pupil is None:
            raise ConflictError("The real robot is handed to pupils.", "Hand it to one in the teacher's page.")
        return pupil
