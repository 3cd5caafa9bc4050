"""What `about` of a `State` holds: everything about the robot that no part tells."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tjbot.protocol.lesson import LessonState
from tjbot.protocol.values import Identifier, Label, Name, Role, Sense, Timestamp


class RecipeWord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A word of the robot that a recipe uses (`when_sees`, `shine`), with the first value in its brackets."""

    word: str
    value: str = ""


class RecipeCard(msgspec.Struct, frozen=True, kw_only=True):
    """A recipe of the library: `mine` is true for a copy in the robot's home, `level` is 0 where none is told,
    `words` are those of the robot in the order of the text, and `edition` is another one for each text.
    """

    file: str
    title: str
    needs: str = ""
    learn: str = ""
    level: int | UnsetType = UNSET
    words: list[RecipeWord] | UnsetType = UNSET
    edition: str | UnsetType = UNSET
    mine: bool = False
    running: bool = False


class ClientCard(msgspec.Struct, frozen=True, kw_only=True):
    """A client that is connected now."""

    client: str
    role: Role
    name: str


class Smoothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How eager a label is: how sure the model must be, how many frames in a row make the label start and (without it)
    stop, and how many seconds lie between two starts at the least.
    """

    threshold: Annotated[float, Meta(ge=0.05, le=1)]
    frames_to_enter: Annotated[int, Meta(ge=1, le=30)]
    frames_to_leave: Annotated[int, Meta(ge=1, le=60)]
    gap_seconds: Annotated[float, Meta(ge=0, le=10)]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a recipe's `input()` waits for: answer it with `Typed`. `recipe` is the file that asks.

    The prompt has been printed by the recipe as well, and it prints the answer when it comes, so both stand in the
    output of every page.
    """

    number: Identifier
    prompt: str
    recipe: str


class OwnPupil(msgspec.Struct, frozen=True, kw_only=True):
    """Whose own robot a body is, in a class. With `key` another program of the same pupil comes in. The real robot is
    theirs (`mine`) until `ends_at`, if that is told, or they wait for it: `place` 1 is next; `someone` is the name of
    who has it. `message` is the teacher's.
    """

    id: str
    name: str
    key: str
    locked: bool = False
    message: str = ""
    turn: Literal["mine", "waiting", "none"] = "none"
    place: int = 0
    ends_at: Timestamp | None = None
    someone: str | None = None
    slice_seconds: float = 120


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about the robot that no part tells. `labels` and `offers` are as in `Welcome`; `smoothing` holds what
    was changed, by model and label; `models` the taught models by id with their hashes (`GET /api/models` tells more);
    `question` is there while a recipe waits for somebody to type; `pupil` on a pupil's own robot. `recipes` is missing
    where all cards are still as they were told last: they are most of it. `lesson` is there while a
    lesson is open on the body.
    """

    name: str
    body: str
    recipes: list[RecipeCard] | UnsetType = UNSET
    clients: list[ClientCard] = []
    labels: list[str] = []
    offers: dict[Sense, list[str]] | UnsetType = UNSET
    smoothing: dict[Name, dict[Label, Smoothing]] | UnsetType = UNSET
    models: dict[Name, str] | UnsetType = UNSET
    driver: str | None = None
    question: Question | UnsetType = UNSET
    pupil: OwnPupil | UnsetType = UNSET
    lesson: LessonState | UnsetType = UNSET
