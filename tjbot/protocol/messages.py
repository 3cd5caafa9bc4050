"""Every message on the wire, each a struct; the field `type` holds the message's tag.

Commands travel to the daemon and are strict: an unknown field is refused. Reports travel from the
daemon and are lenient: a client skips fields that it does not know, so a later version may add some.
"""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tjbot.protocol.about import About
from tjbot.protocol.page_model import PageModel
from tjbot.protocol.values import (
    FileName,
    Fraction,
    Identifier,
    Label,
    Language,
    Line,
    LineNumber,
    Name,
    Pace,
    Phase,
    Prompt,
    Role,
    Scalar,
    Sense,
    Side,
    Speed,
    Stamps,
    Stream,
    Subject,
    Timestamp,
    Topic,
    Trace,
)

PROTOCOL = 1
"""The version that `Hello` and `Welcome` name; it changes only when a field changes its meaning."""

MAXIMUM_MESSAGE_BYTES = 64 * 1024
"""A longer text message is answered with `Failed`."""


class Message(msgspec.Struct, tag_field="type", frozen=True, kw_only=True, omit_defaults=True):
    """What all messages have in common: a frozen struct with a tag in `type`."""


class Command(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message to the daemon."""


class Report(Message, frozen=True, kw_only=True):
    """A message from the daemon."""


class Hello(Command, frozen=True, kw_only=True, tag="hello"):
    """The first message of every client; binds it to one body (by default the real one).

    `wants` lists the reports that the client would like to get unasked. In `language` sentences are told to it.
    `token` is what its starter gave to a recipe; a page and a tool on this machine need none.
    """

    protocol: int
    role: Role
    name: Name
    body: Name | None = None
    token: Annotated[str, Meta(max_length=200)] | None = None
    wants: Annotated[list[Topic], Meta(max_length=8)] = []
    language: Language = "en"


class Want(Command, frozen=True, kw_only=True, tag="want"):
    """The reports that the client would like to get unasked from now on, in place of those that it named before.

    Those that are new to it begin as after a `Hello`: with the whole state, and with all that is seen now.
    """

    wants: Annotated[list[Topic], Meta(max_length=8)]


class Do(Command, frozen=True, kw_only=True, tag="do"):
    """Asks a part to act. Answered with `Done` when the action is over (`wait`: true) or begun
    (`wait`: false), or with `Failed`. `trace` and `stamps` are those of the event that caused it, `line` is that of the
    recipe.
    """

    id: Identifier
    action: Name
    arguments: Annotated[dict[Name, Scalar], Meta(max_length=16)] = {}
    wait: bool = True
    trace: Trace | None = None
    stamps: Stamps = {}
    line: LineNumber | None = None


class Halt(Command, frozen=True, kw_only=True, tag="halt"):
    """STOP: no new pulse target within 50 ms; ends running actions and the recipe of the body."""

    id: Identifier


class Rest(Command, frozen=True, kw_only=True, tag="rest"):
    """Moves the arm gently to its rest angle, then cuts the pulse and puts the light out."""

    id: Identifier


class Run(Command, frozen=True, kw_only=True, tag="run"):
    """Starts a recipe of the library on the client's body; the one that runs there is stopped.

    Its errors are explained in `language`; null is the robot's own. `pace` may be slow from its first line on.
    """

    id: Identifier
    recipe: FileName
    language: Language | None = None
    pace: Pace = "normal"


class Stop(Command, frozen=True, kw_only=True, tag="stop"):
    """Stops the recipe that runs on the client's body, halts the robot and lets it rest."""

    id: Identifier


class Input(Command, frozen=True, kw_only=True, tag="input"):
    """From a recipe: asks people for a line of text; the pages show the question (`about.question`) until one answers.

    Answered with `Done`, whose `value` is the line, when somebody has typed one; it may take for ever. One question of
    a body is open at a time.
    """

    id: Identifier
    prompt: Prompt = ""


class Typed(Command, frozen=True, kw_only=True, tag="typed"):
    """The line that somebody typed as the answer to a question; `question` is the number that `about.question` tells.

    The first answer counts; a later one, and one to a question that is over, is answered with `Failed`.
    """

    id: Identifier
    question: Identifier
    text: Line


class Remember(Command, frozen=True, kw_only=True, tag="remember"):
    """From a recipe: keeps a value for its later runs, on the disk when `Done` comes; null forgets the name.

    Each recipe has a memory of its own. A value may have 16,000 bytes as JSON, a recipe's whole memory 64,000.
    """

    id: Identifier
    name: Name
    value: Any = None


class Recall(Command, frozen=True, kw_only=True, tag="recall"):
    """From a recipe: asks for what it has remembered under a name. Answered with `Recalled`."""

    id: Identifier
    name: Name


class Offer(Command, frozen=True, kw_only=True, tag="offer"):
    """The labels that a model of the client can recognise from now on, by its sense; an empty list withdraws."""

    model: Name
    sense: Sense = "see"
    labels: Annotated[list[Label], Meta(max_length=2000)]


class Have(Command, frozen=True, kw_only=True, tag="have"):
    """All models that the client has from now on, also those that recognise nothing at the moment (see `Offer`)."""

    models: Annotated[list[PageModel], Meta(max_length=64)]


class Ask(Command, frozen=True, kw_only=True, tag="ask"):
    """Asks what a page's models make of a picture. With a picture it travels in front of it, in one binary frame
    (`tjbot.protocol.enclosed`); as text it is about what the page sees at this moment. Answered with `Answered`, or
    with `Failed` where no page is willing or none answers.
    """

    id: Identifier
    what: Subject


class Willing(Command, frozen=True, kw_only=True, tag="willing"):
    """The questions about pictures that the client answers from now on; it gets `Asked` for them. `sees` is true while
    it has pictures of its own: a camera, the robot's eyes or a file.
    """

    what: Annotated[list[Subject], Meta(max_length=8)]
    sees: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Something that was found in a picture, and where: fractions of the picture, from its left and its top.

    The place is missing for what the picture shows as a whole.
    """

    label: Label
    confidence: Fraction
    left: Fraction | None = None
    top: Fraction | None = None
    width: Fraction | None = None
    height: Fraction | None = None


class Answer(Command, frozen=True, kw_only=True, tag="answer"):
    """Answers an `Asked`: what was found, the surest first; or `message` and `hint`, why it cannot be told."""

    question: Identifier
    findings: Annotated[list[Finding], Meta(max_length=100)] = []
    message: Annotated[str, Meta(max_length=500)] | None = None
    hint: Annotated[str, Meta(max_length=500)] = ""


class Ping(Command, frozen=True, kw_only=True, tag="ping"):
    """Asks for the daemon's clock, so that a client can convert its own stamps to it."""

    id: Identifier


class Seen(Command, frozen=True, kw_only=True, tag="seen", omit_defaults=False):
    """Something recognised (seen, heard or felt: `sense`), on the edge (`started`, `stopped`) or while it
    lasts (`now`, at most 10 a second). From a client to the daemon, and from the daemon to all who want it.

    `x` is 0 at the left as the person sees themselves, `y` is 0 at the bottom; `width` and `height`
    are fractions of the picture. `pointer_x` and `pointer_y` are what a hand points at, and `speed` is how fast
    it (or a body) moves; they are left away where there are none. The daemon fills in `source` and `time`.
    `stamps` holds daemon-clock times of the steps so far: frame, recognised, sent, received …
    """

    label: Label
    phase: Phase
    model: Name = "hand"
    sense: Sense = "see"
    confidence: Fraction = 1.0
    x: Fraction | None = None
    y: Fraction | None = None
    width: Fraction | None = None
    height: Fraction | None = None
    pointer_x: Fraction | UnsetType | None = UNSET
    pointer_y: Fraction | UnsetType | None = UNSET
    speed: Speed | UnsetType | None = UNSET
    side: Side | None = None
    trace: Trace | None = None
    stamps: Stamps = {}
    source: Name | None = None
    time: Timestamp | None = None


class ArgumentOffer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One argument of an action: what the page, the command line and the editor need of it."""

    name: str
    unit: str
    """degrees, seconds, fraction, color, text, choice, number or switch."""
    required: bool = False
    default: Scalar = None
    minimum: float | None = None
    maximum: float | None = None
    choices: list[str] = []


class ActionOffer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One verb of the robot: its name in recipes, on the command line and in the page. `answers` is true where one asks
    it for a value.
    """

    name: str
    summary: str
    arguments: list[ArgumentOffer] = []
    answers: bool = False


class PartOffer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the body, what it can do, read and notice (`labels`, with its `sense`), and its fault (with the
    cure) if it has one.
    """

    name: str
    summary: str
    actions: list[ActionOffer] = []
    readings: list[str] = []
    fault: str | None = None
    sense: Sense | None = None
    labels: list[str] = []


class Welcome(Report, frozen=True, kw_only=True, tag="welcome"):
    """The daemon's first message: which body the client has, what it can do, who drives. `labels` is all that is
    recognised now; `offers` is what models of the clients recognise of it, by sense; `models` are all models that the
    clients have, also those that are switched off.
    """

    protocol: int
    version: str
    name: str
    body: str
    client: str
    time: Timestamp
    parts: list[PartOffer]
    labels: list[str] = []
    offers: dict[Sense, list[str]] = {}
    models: list[PageModel] = []
    driver: str | None = None
    simulated: bool = False


class Done(Report, frozen=True, kw_only=True, tag="done"):
    """A command is over (or begun); `value` is its answer, `note` a sentence worth reading."""

    id: Identifier
    value: Scalar = None
    note: str | None = None


class Failed(Report, frozen=True, kw_only=True, tag="failed"):
    """A command was not carried out: what happened, what to try, and where in the message.

    `id` is missing where the message was too broken to have one. `halted` is true where the action was
    begun and cut short by STOP, so that nobody takes it for a mistake.
    """

    message: str
    hint: str = ""
    path: str = ""
    halted: bool = False
    id: Identifier | None = None


class Recalled(Report, frozen=True, kw_only=True, tag="recalled"):
    """What a recipe has remembered; null where that is nothing."""

    id: Identifier
    value: Any = None


class State(Report, frozen=True, kw_only=True, tag="state"):
    """What has changed; the first one after `Welcome` holds everything.

    On the wire each part is a key at the top: `{"type": "state", "time": …, "arm": {…}, "about": …}`;
    the codec folds them into `parts`.
    """

    time: Timestamp
    parts: dict[str, dict[str, Any]] = {}
    about: About | None = None


class Output(Report, frozen=True, kw_only=True, tag="output"):
    """What a recipe printed, or (`notice`) what there is to say about its run."""

    time: Timestamp
    recipe: str
    stream: Stream
    text: str


class Stopped(Report, frozen=True, kw_only=True, tag="stopped"):
    """To a recipe: your turn is over, end now. The message says who or what ended it."""

    message: str


class Asked(Report, frozen=True, kw_only=True, tag="asked"):
    """A question to a client that is willing, and the name of who asks. The picture follows in the same binary frame;
    where this is text, what the client sees itself is meant.
    """

    question: Identifier
    what: Subject
    asker: str


class Answered(Report, frozen=True, kw_only=True, tag="answered"):
    """What a page's models made of a picture, the surest first."""

    id: Identifier
    findings: list[Finding]


class Pong(Report, frozen=True, kw_only=True, tag="pong"):
    """The daemon's monotonic clock at the moment of answering."""

    id: Identifier
    time: Timestamp
