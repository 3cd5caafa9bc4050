"""What may stand in a table of `tjbot.toml`, key by key: read from the struct that checks the table."""

import ast
import inspect
import json
import textwrap
from typing import Any

import msgspec
from msgspec import inspect as kinds

from tjbot.parsing import PARSING


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One key of a table.

    `meaning` is the docstring below the field, `may_be` says in words what is allowed, `default` is what holds
    without the key, and `choices` lists the allowed words where there are only some.
    """

    name: str
    meaning: str
    may_be: str
    default: Any
    choices: list[str] = []


def keys_of(settings: type[msgspec.Struct]) -> list[Key]:
    """The keys of a table, its own before the inherited ones.

    Args:
        settings: the struct that checks the table; tables within it are left out.
    """
    meanings = _meanings(settings)
    own = inspect.get_annotations(settings)
    found = [
        Key(
            name=field.encode_name,
            meaning=meanings.get(field.name, ""),
            may_be=_may_be(field.type),
            default=field.default,
            choices=_choices(field.type),
        )
        for field in _fields(settings)
        if not isinstance(_plain(field.type), kinds.DictType | kinds.StructType)
    ]
    return sorted(found, key=lambda key: key.name not in own)


def as_toml(value: Any) -> str:
    """A default as it would be written in the file; a dash where there is none."""
    return "–" if value is None or value is msgspec.NODEFAULT else json.dumps(value, ensure_ascii=False)


def _fields(settings: type[msgspec.Struct]) -> tuple[kinds.Field, ...]:
    found = kinds.type_info(settings)
    assert isinstance(found, kinds.StructType)
    return found.fields


def _meanings(settings: type[msgspec.Struct]) -> dict[str, str]:
    """The docstrings below the fields, which Python itself throws away."""
    found: dict[str, str] = {}
    for base in reversed(settings.__mro__):
        if base.__module__.startswith("msgspec") or base is object:
            continue
        with PARSING:
            (tree,) = ast.parse(textwrap.dedent(inspect.getsource(base))).body
        assert isinstance(tree, ast.ClassDef)
        for field, text in zip(tree.body, tree.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                assert isinstance(field.target, ast.Name)
                found[field.target.id] = " ".join(str(text.value.value).split())
    return found


def _plain(kind: kinds.Type) -> kinds.Type:
    """The type behind its unit and behind "or nothing"."""
    if isinstance(kind, kinds.Metadata):
        return _plain(kind.type)
    if isinstance(kind, kinds.UnionType):
        return _plain(next(item for item in kind.types if not isinstance(item, kinds.NoneType)))
    return kind


def _choices(kind: kinds.Type) -> list[str]:
    plain = _plain(kind)
    return [str(value) for value in plain.values] if isinstance(plain, kinds.LiteralType) else []


def _may_be(kind: kinds.Type) -> str:
    plain = _plain(kind)
    match plain:
        case kinds.LiteralType():
            return " or ".join(as_toml(value) for value in plain.values)
        case kinds.BoolType():
            return "true or false"
        case kinds.IntType():
            return f"a whole number{_bounds(plain)}"
        case kinds.FloatType():
            return f"a number{_bounds(plain)}"
        case kinds.StrType():
            return "a text" + (f" of {plain.min_length or 0} to {plain.max_length} letters" if plain.max_length else "")
        case kinds.ListType() | kinds.VarTupleType():
            return f"a list of {_may_be(plain.item_type).removeprefix('a ')}s"
    raise TypeError(f"No words for a key of the kind {plain}; add them to tjbot/keys.py.")


def _bounds(kind: kinds.IntType | kinds.FloatType) -> str:
    if kind.ge is not None and kind.le is not None:
        return f" from {kind.ge:g} to {kind.le:g}"
    return f" from {kind.ge:g}" if kind.ge is not None else ""
