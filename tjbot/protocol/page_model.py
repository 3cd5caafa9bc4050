"""What a client tells of its models, also of those that recognise nothing at the moment."""

from typing import Annotated

import msgspec
from msgspec import Meta

from tjbot.protocol.values import Label, Name, Sense


class PageModel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A model that a client has: its name for people (`title`), the labels that it knows, and whether it is switched
    on. One that is on recognises nothing while its camera or microphone is off.
    """

    model: Name
    title: Name
    sense: Sense = "see"
    labels: Annotated[list[Label], Meta(max_length=2000)]
    on: bool = True
