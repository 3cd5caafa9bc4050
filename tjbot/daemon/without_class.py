"""What a robot asks whoever runs a class in it, and what holds where nobody does: everybody is on the real body."""

from collections.abc import Collection
from typing import Any

from msgspec import UNSET, UnsetType

from tjbot.daemon.access import Identity
from tjbot.daemon.body_names import REAL_BODY
from tjbot.daemon.clients import Client
from tjbot.errors import NotAllowedError
from tjbot.protocol.about import OwnPupil
from tjbot.protocol.messages import Command, Hello
from tjbot.protocol.values import Topic


class WithoutClass:
    """A robot without a class. All methods are called on the event loop."""

    is_open = False

    def body_for(self, wished: str | None, identity: Identity) -> str:
        """The body that somebody is bound to, or that a request of theirs is about.

        Args:
            wished: which they ask for; None where they do not say.
            identity: who it is.

        Raises:
            NotAllowedError: it is none of theirs.
        """
        return identity.body or wished or REAL_BODY

    def check_wants(self, identity: Identity, wants: Collection[Topic]) -> None:
        """For the reports that somebody would like to get.

        Raises:
            NotAllowedError: they are not for them.
        """
        if "class" in wants and identity.kind not in ("owner", "teacher"):
            raise NotAllowedError("How the class is doing is for the teacher.", "Leave out the topic: class")

    def check_hello(self, hello: Hello, body: str, identity: Identity) -> None:
        """For who would like to join the clients of a body.

        Raises:
            RefusedError: not now.
        """

    def check(self, client: Client, command: Command) -> None:
        """For a command of a client.

        Raises:
            RefusedError: not now.
        """

    def about(self, body: str) -> OwnPupil | UnsetType:
        """Whose own robot a body is."""
        return UNSET

    def tell(self, client: Client) -> None:
        """Tells all of the class to a client who has not heard of it yet."""

    def joined(self, client: Client) -> None:
        """A client is there."""

    def left(self, client: Client, code: int) -> None:
        """A client is gone; `code` 1000 is a goodbye."""

    def recipe_began(self, body: str) -> None:
        """A recipe that the robot runs has begun."""

    def recipe_over(self, body: str, *, lost: bool) -> None:
        """A recipe that the robot ran is gone; `lost` where it neither came to its end nor was stopped."""

    def goes_on_after_a_restart(self, body: str) -> bool:
        """Whether the recipe of a body is begun anew after the robot was stopped and started."""
        return False

    async def settings_changed(self, part: str) -> None:
        """A part of the real robot was built anew, with other settings."""

    def lesson_changed(self) -> None:
        """Bodies that are added later begin with another lesson."""

    def sessions_ended(self, ids: Collection[str], *, by_the_teacher: bool) -> None:
        """Sessions are over, because those who had them left, or a teacher ended them."""

    def me(self, identity: Identity) -> dict[str, Any]:
        """What `GET /api/me` tells somebody of the class."""
        return {"open": False, "pupil": None, "full": False}
