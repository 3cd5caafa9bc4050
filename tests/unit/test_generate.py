"""What is generated from the wire is committed as it is, and tells all that there is."""

import ast
import sys
from pathlib import Path

import pytest

from tjbot import generate
from tjbot.protocol.all_messages import COMMANDS, REPORTS
from tjbot.recipe_list import recipe_list
from tjbot.robot.part import actions_of
from tjbot.robot.parts import all_parts


@pytest.mark.parametrize("path", generate.files(), ids=lambda path: path.name)
def test_the_committed_file_is_the_generated_one(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generate.files()[path], "run `python -m tjbot.generate`"


def test_the_schema_knows_every_message_and_its_direction() -> None:
    definitions = generate.wire_schema()["$defs"]
    for direction, kinds in (("Command", COMMANDS), ("Report", REPORTS)):
        assert [item["$ref"] for item in definitions[direction]["anyOf"]] == [
            f"#/$defs/{kind.__name__}" for kind in kinds
        ]
        assert all(kind.__name__ in definitions for kind in kinds)


def test_the_vocabulary_is_python_and_has_every_verb_of_every_part() -> None:
    (vocabulary,) = (node for node in ast.parse(generate.vocabulary()).body if isinstance(node, ast.ClassDef))
    verbs = {node.name for node in vocabulary.body if isinstance(node, ast.FunctionDef)}
    marks = {verb: mark for part in all_parts() for verb, mark in actions_of(part).items()}
    assert verbs == {verb for verb, mark in marks.items() if not mark.for_builders}


def test_a_stale_file_is_named_by_check_and_written_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "SCHEMA", tmp_path / "page" / "schema.json")
    monkeypatch.setattr(generate, "VOCABULARY", tmp_path / "vocabulary.pyi")
    monkeypatch.setattr(generate, "REFERENCE", tmp_path / "docs" / "reference.md")
    monkeypatch.setattr(generate, "RECIPES", tmp_path / "docs" / "recipes.md")
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    assert generate.main() == 1
    assert "page/schema.json is out of date" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["generate"])
    assert generate.main() == 0
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    assert generate.main() == 0


def test_every_recipe_stands_in_the_list_under_its_level(tmp_path: Path) -> None:
    (tmp_path / "wink.py").write_text('"""Wink. Level 2. You need: a light. You learn: to blink."""\n')
    text = recipe_list(tmp_path)
    assert text.index("## Level 2") < text.index("| [Wink](../recipes/wink.py) | a light | to blink |")
    assert text.index("wink.py") < text.index("## Level 3")


def test_a_recipe_without_a_level_cannot_be_listed(tmp_path: Path) -> None:
    (tmp_path / "wink.py").write_text('"""Wink."""\n')
    with pytest.raises(ValueError, match=r"wink\.py tells no level"):
        recipe_list(tmp_path)
