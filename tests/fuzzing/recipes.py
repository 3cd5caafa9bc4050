"""What pupils write: looked at before it runs, and never run here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzzing.target import Target, Try
from tjbot.recipe.check import MOST_FAULTS, Vocabulary, find_faults
from tjbot.robot.part import offer_of
from tjbot.robot.parts import all_parts

RECIPES = Path(__file__).parents[2] / "recipes"


@contextmanager
def _open(_: Path) -> Iterator[Try]:
    offers = [offer_of(kind, [], None) for kind in all_parts()]
    vocabulary = Vocabulary(offers, {"see": ["open hand", "fist"], "hear": ["clap"]}, [])

    def one(data: bytes) -> None:
        source = data.decode("utf-8", "replace")
        faults = find_faults(source, vocabulary, "my_recipe.py")
        assert len(faults) <= MOST_FAULTS
        last = source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        for fault in faults:
            assert fault.message
            assert 1 <= fault.line <= fault.end_line <= last

    yield one


def _seeds() -> list[bytes]:
    return [path.read_bytes() for path in sorted(RECIPES.glob("*.py"))]


TARGET = Target("recipe", "the check of a recipe before it runs", _open, _seeds)
