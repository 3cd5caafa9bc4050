"""The pupils of a class: their names, and by which sessions the robot knows them. Pure, but for chance."""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from tjbot.daemon.tidy_names import tidy_name
from tjbot.errors import ConflictError, RefusedError, UnknownNameError

MOST_PUPILS = 30
MOST_SESSIONS = 8
"""Of one pupil: a page here, one at home, programs. With one more, the oldest is no longer theirs."""

KEY_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""None that is mistaken for another one when it is read aloud."""
KEY_LENGTH = 10

BODY = "pupil-"
"""How the names of own robots begin; the pupil's id follows."""

COME_IN = (
    "A class is open, and this robot does not know your name yet.",
    "Enter it on the robot's page. For a program: tjbot pair URL --pupil KEY (your page shows the key).",
)


class PupilRecord(msgspec.Struct, kw_only=True):
    """A pupil. With `key` another page or program of theirs comes in; while `expected`, the next one who comes under
    this name is this pupil.
    """

    id: str
    name: str
    key: str
    sessions: list[str] = []
    expected: bool = False

    @property
    def body(self) -> str:
        """What their own robot is called."""
        return BODY + self.id


def new_key(letters: int = KEY_LENGTH) -> str:
    """A key that nobody can guess."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(letters))


class Pupils:
    """All pupils of the class.

    Args:
        records: those that are known already.
    """

    def __init__(self, records: Iterable[PupilRecord] = ()) -> None:
        self._records = {each.id: each for each in records}

    def __iter__(self) -> Iterator[PupilRecord]:
        return iter(sorted(self._records.values(), key=lambda each: (_alike(each.name), each.id)))

    def __len__(self) -> int:
        return len(self._records)

    def find(self, id_: str) -> PupilRecord:
        """A pupil by id.

        Raises:
            UnknownNameError: there is none.
        """
        if id_ not in self._records:
            raise UnknownNameError("There is no such pupil in the class.", "Look at the list again.")
        return self._records[id_]

    def get(self, id_: str | None) -> PupilRecord | None:
        """A pupil by id; None where there is none."""
        return self._records.get(id_ or "")

    def of_session(self, session: str | None) -> PupilRecord | None:
        """Whose a session is."""
        return next((each for each in self._records.values() if session and session in each.sessions), None)

    def of_body(self, body: str) -> PupilRecord | None:
        """Whose own robot a body is."""
        return self._records.get(body.removeprefix(BODY)) if body.startswith(BODY) else None

    def come_in(self, name: str, session: str | None) -> PupilRecord:
        """A pupil comes in under a name; a teacher, who has no `session` to give, makes one who is expected.

        Returns:
            The new pupil, or who is expected under this name: all their other sessions are no longer theirs.

        Raises:
            RefusedError: that is no name.
            ConflictError: the name is taken, this session is another pupil's, or the class is full.
        """
        tidy = tidy_name(name)
        if not tidy:
            raise RefusedError("A pupil needs a name.", "Type at least one letter.")
        already = self.of_session(session)
        if already is not None:
            if _alike(already.name) == _alike(tidy):
                return already
            raise ConflictError(
                f"You are {already.name} in this class already.", "Ask your teacher to take that name away first."
            )
        there = next((each for each in self._records.values() if _alike(each.name) == _alike(tidy)), None)
        if there is not None:
            if session is None or not there.expected:
                raise ConflictError(
                    f'There is a "{there.name}" in this class already.',
                    f'Add a letter, for example "{there.name} B". If it is you, ask your teacher to let you in again.',
                )
            there.sessions, there.expected, there.key = [session], False, new_key()
            return there
        if len(self._records) >= MOST_PUPILS:
            raise ConflictError(
                f"The class is full: {MOST_PUPILS} pupils are in it already.", "Ask your teacher to remove one."
            )
        id_ = self._new_id()
        made = PupilRecord(id=id_, name=tidy, key=new_key(), expected=session is None)
        made.sessions = [] if session is None else [session]
        self._records[id_] = made
        return made

    def come_in_by_key(self, key: str, session: str) -> PupilRecord:
        """Another page or program of a pupil, who shows the key; it is theirs from now on.

        Raises:
            UnknownNameError: no pupil has this key.
        """
        typed = "".join(key.lower().split()).replace("-", "").encode("utf-8", "replace")
        found = None
        for each in self._records.values():
            if secrets.compare_digest(each.key.encode(), typed):
                found = each
        if found is None:
            raise UnknownNameError("No pupil of this class has that key.", "Your own page shows yours.")
        self.forget_session(session)
        found.sessions = [*found.sessions, session][-MOST_SESSIONS:]
        return found

    def expect(self, id_: str) -> PupilRecord:
        """The next one who comes under this pupil's name is this pupil.

        Raises:
            UnknownNameError: there is none.
        """
        found = self.find(id_)
        found.expected = True
        return found

    def forget_session(self, session: str) -> PupilRecord | None:
        """A session is nobody's any more; returns whose it was."""
        found = self.of_session(session)
        if found is not None:
            found.sessions.remove(session)
        return found

    def keep_sessions(self, known: Iterable[str]) -> None:
        """Forgets sessions that are over; whoever has lost their last one so is expected again."""
        still = frozenset(known)
        for each in self._records.values():
            kept = [session for session in each.sessions if session in still]
            each.expected = each.expected or (not kept and bool(each.sessions))
            each.sessions = kept

    def remove(self, id_: str) -> PupilRecord:
        """A pupil is no longer in the class.

        Raises:
            UnknownNameError: there is none.
        """
        found = self.find(id_)
        del self._records[id_]
        return found

    def _new_id(self) -> str:
        id_ = ""
        while not id_ or id_ in self._records:
            id_ = f"p{secrets.token_hex(3)}"
        return id_


def _alike(name: str) -> str:
    """Equal for names that sound and look the same."""
    return unicodedata.normalize("NFKC", name).casefold()
