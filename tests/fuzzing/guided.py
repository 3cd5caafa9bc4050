"""Fuzzes one target in this process, guided by which lines of tjbot an input reaches; atheris ends the process."""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tjbot"]):
    from tests.fuzzing.targets import TARGETS

LONGEST_SECONDS = 10
"""An input that takes longer hangs."""


def main(name: str, inputs: int, corpus: Path) -> None:
    """Gives a target so many inputs; what is worth it is kept in the corpus, what breaks it beside it."""
    target = TARGETS[name]
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    for find in target.finds():
        (corpus / find.name).write_bytes(find.read_bytes())
    options = [
        f"-runs={inputs}",
        f"-max_len={target.most_bytes}",
        f"-timeout={LONGEST_SECONDS}",
        f"-artifact_prefix={corpus.parent}/{name}-",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    with tempfile.TemporaryDirectory(dir=_memory()) as folder, target.open(Path(folder)) as one:
        atheris.Setup([sys.argv[0], *options, str(corpus)], one)
        atheris.Fuzz()


def _memory() -> str | None:
    """Files that are written a million times wear no disk out."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
