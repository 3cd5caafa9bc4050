"""Ids of taught models: folder names that are safe on every disk and in every address. Pure."""

import re
import unicodedata

from tjbot.errors import ModelError

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")


def is_model_id(text: str) -> bool:
    """Whether a model may have this id."""
    return _ID.fullmatch(text) is not None


def check_model_id(text: str) -> None:
    """Refuses what is no id.

    Raises:
        ModelError: it is none.
    """
    if not is_model_id(text):
        raise ModelError(
            f'A model cannot have the id "{text[:64]}".', "Use small letters, digits, - and _, for example fruit-1."
        )


def model_id_of(name: str) -> str:
    """The id for whatever somebody calls a model: `Äpfel & Birnen` is `apfel-birnen`."""
    letters = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", letters.lower())[:48].strip("-") or "model"
