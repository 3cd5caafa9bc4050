"""Who is driving a body: the client whose command was taken last, until it leaves, or STOP."""

from tjbot.errors import RefusedError


class Turns:
    """The turn of each body; pure. On loopback anyone may take it; a stopped recipe may not take it back."""

    def __init__(self) -> None:
        self._drivers: dict[str, str] = {}
        self._ended: set[str] = set()

    def driver(self, body: str) -> str | None:
        """The client that drives the body."""
        return self._drivers.get(body)

    def take(self, body: str, client: str) -> bool:
        """Asks for the turn; returns whether the driver changed.

        Raises:
            RefusedError: this client's turn is over for good.
        """
        self.check(client)
        changed = self._drivers.get(body) != client
        self._drivers[body] = client
        return changed

    def check(self, client: str) -> None:
        """For what takes no turn, and is not for a stopped recipe either.

        Raises:
            RefusedError: this client's turn is over for good.
        """
        if client in self._ended:
            raise RefusedError("Your turn is over: this recipe was stopped.", "Start it again.")

    def end(self, body: str) -> None:
        """STOP: nobody drives the body any more."""
        self._drivers.pop(body, None)

    def ban(self, client: str) -> None:
        """Ends a client's turns for good (its recipe was stopped)."""
        self._ended.add(client)
        self._drivers = {body: driver for body, driver in self._drivers.items() if driver != client}

    def leave(self, client: str) -> None:
        """Forgets a client that is gone."""
        self.ban(client)
        self._ended.discard(client)
