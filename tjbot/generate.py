"""From the one source to what others read: JSON Schema of the wire, words for editors, the reference of tjbot.toml,
the list of recipes, and what the Pico's program knows of its protocol.

`python -m tjbot.generate` writes the files, `--check` fails where they drift. The page's TypeScript is made
from the schema by `npm run generate` in `web_ui/`.
"""

import hashlib
import inspect
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from tjbot.protocol.all_messages import COMMANDS, REPORTS
from tjbot.protocol.messages import PROTOCOL
from tjbot.protocol.pico.constants import firmware_constants
from tjbot.recipe_list import recipe_list
from tjbot.reference import reference
from tjbot.robot.part import Part, offer_of
from tjbot.robot.parts import all_parts
from tjbot.words import words

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "web_ui" / "src" / "protocol" / "schema.json"
VOCABULARY = ROOT / "tjbot" / "recipe" / "vocabulary.pyi"
WORDS = ROOT / "web_ui" / "src" / "recipes" / "words.json"
REFERENCE = ROOT / "docs" / "tjbot.toml.md"
GALLERY = ROOT / "recipes"
RECIPES = ROOT / "docs" / "recipes.md"
FIRMWARE = ROOT / "firmware"
FIRMWARE_CONSTANTS = FIRMWARE / "constants.py"

LINE_LENGTH = 120
"""As ruff has it; longer signatures stand on lines of their own."""

_TYPES = {"degrees": "float", "seconds": "float", "fraction": "float", "number": "float", "switch": "bool"}


def wire_schema() -> dict[str, Any]:
    """The JSON Schema of every message; `commands` and `reports` tell the two directions."""
    kinds = tuple(dict.fromkeys((*COMMANDS, *REPORTS)))
    _, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    state = definitions["State"]
    # A State is flat on the wire: each part is a key of its own, which the codec folds into `parts`.
    del state["properties"]["parts"]
    state["additionalProperties"] = {"type": "object"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"TJBot wire protocol {PROTOCOL}",
        "anyOf": [{"$ref": "#/$defs/Command"}, {"$ref": "#/$defs/Report"}],
        "$defs": {
            **definitions,
            "Command": {"anyOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in COMMANDS]},
            "Report": {"anyOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in REPORTS]},
        },
    }


def vocabulary() -> str:
    """The text of `tjbot/recipe/vocabulary.pyi`: every verb of every part, typed, for editors."""
    methods = "\n".join(_verb(part, name) for part in all_parts() for name in _offered(part))
    return _HEADER + methods


_HEADER = '''"""Every verb of the robot, typed, so that editors complete them. Made by `python -m tjbot.generate`."""

from tjbot.protocol.values import Scalar

class Vocabulary:
    """What a robot with all its parts can do; each verb answers what the robot answered."""

'''


def _offered(part: type[Part]) -> list[str]:
    return [offer.name for offer in offer_of(part, []).actions]


def _verb(part: type[Part], name: str) -> str:
    offer = next(action for action in offer_of(part, []).actions if action.name == name)
    signature = ["self"]
    for argument in offer.arguments:
        kind = _TYPES.get(argument.unit, "str")
        signature.append(f"{argument.name}: {kind}" + ("" if argument.required else f" = {argument.default!r}"))
    summary = inspect.cleandoc(getattr(part, name).__doc__ or "").split("\n", 1)[0]
    arguments = ", ".join([*signature, "*", "wait: bool = True"])
    head = f"    def {name}({arguments}) -> Scalar:"
    if len(head) > LINE_LENGTH:
        head = f"    def {name}(\n        {arguments}\n    ) -> Scalar:"
    return f'{head}\n        """{summary}"""\n'


def firmware_fingerprint() -> str:
    """What tells one program of the Pico from another: 12 hexadecimal digits over its files, but not over the one that
    is made here and holds them.
    """
    digest = hashlib.sha256()
    for path in sorted(FIRMWARE.glob("*.py")):
        if path != FIRMWARE_CONSTANTS:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def files() -> dict[Path, str]:
    """Every generated file with the text that it should have."""
    schema = json.dumps(wire_schema(), indent=2, ensure_ascii=False) + "\n"
    fixed = json.dumps(words(), indent=2, ensure_ascii=False) + "\n"
    return {
        SCHEMA: schema,
        VOCABULARY: vocabulary(),
        WORDS: fixed,
        REFERENCE: reference(all_parts()),
        RECIPES: recipe_list(GALLERY),
        FIRMWARE_CONSTANTS: firmware_constants(firmware_fingerprint()),
    }


def main() -> int:
    """Writes the files, or with `--check` compares them; returns the exit code."""
    stale = [path for path, text in files().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is out of date: run `python -m tjbot.generate`.", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files()[path], encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
