"""What `tests/fuzz` fuzzes bears its seeds, all that ever broke it, and a few hundred inputs of chance."""

import random
from pathlib import Path

import pytest

from tests.fuzzing.targets import TARGETS

BENT = 300
"""Inputs of chance for each target; `tests/fuzz` tries millions."""


def bent(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A seed with a few bytes changed, left out, doubled or taken from another one."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randint(1, 20)]
            case 2:
                data[at:at] = data[at : at + chance.randint(1, 20)]
            case _:
                other = chance.choice(seeds)
                data[at : at + 4] = other[chance.randrange(len(other) + 1) :][:8]
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_breaks(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    seeds = target.seeds()
    chance = random.Random(name)
    with target.open(tmp_path) as one:
        for data in [*seeds, *(path.read_bytes() for path in target.finds()), b""]:
            one(data)
        for _ in range(BENT):
            one(bent(chance, seeds))
