"""Has a recipe replayed in a process of its own, and takes what it did back as a new expectation."""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from tjbot.replay.recording import DeedThen, Ending, Entry, OutcomeThen, Over, Printed, Recording, ReplayError, write
from tjbot.replay.steps import Got

LONGEST_SECONDS = 60.0
"""A replay that takes longer, in real time, is given up."""

_INPUT_WORDS = ("connect", "read")


def replay(recording: Recording, recipe: Path) -> Got:
    """Runs a recipe as in a saved run, in virtual time.

    Raises:
        ReplayError: what it did could not be found out.
    """
    with tempfile.TemporaryDirectory(prefix="tjbot-replay-") as folder:
        saved, result = Path(folder, "run.tjreplay"), Path(folder, "result.json")
        saved.write_bytes(write(recording))
        # The order of sets depends on it.
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "tjbot.replay.child", str(saved), str(recipe.absolute()), str(result)]
        with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL) as process:
            try:
                process.wait(LONGEST_SECONDS)
            except subprocess.TimeoutExpired:
                # The supervisor ends the recipe, and then itself.
                process.terminate()
                process.wait()
        try:
            return msgspec.json.decode(result.read_bytes(), type=Got)
        except FileNotFoundError:
            message = "it took too much memory or time, or ended itself"
            return Got(steps=[], ending="ended", message=message)
        except msgspec.DecodeError as error:
            raise ReplayError(f"What {recipe.name} did cannot be read: {error}.") from None


def edition_of(source: str) -> str:
    """A short name for exactly this text, as the robot makes it."""
    return hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:16]


def updated(recording: Recording, got: Got, edition: str) -> Recording:
    """The saved run with what the recipe does now as what is expected; all that it met stays, when it met it now."""
    ending: Ending = {"finished": "finished", "failed": "failed"}.get(got.ending, "stopped")  # type: ignore[assignment]
    outcomes = {entry.outcome.id: entry for entry in recording.entries if entry.outcome}
    before = [entry for entry in recording.entries if entry.deed and entry.deed.word not in _INPUT_WORDS]
    inputs = [entry for entry in recording.entries if entry.is_input]
    entries = [*got.met, *inputs[sum(entry.is_input for entry in got.met) :]]
    for number, step in enumerate(got.steps, 1):
        same = next((each for each in before if each.deed and each.deed.word == step.word), None)
        then = same.deed if same is not None and same.deed is not None else DeedThen(id=0, word=step.word)
        deed = msgspec.structs.replace(then, id=number, line=step.line, arguments=step.arguments)
        entries.append(Entry(at=step.at, deed=deed))
        came = outcomes.get(then.id) if same is not None else None
        if same is None or came is None or came.outcome is None:
            entries.append(Entry(at=step.at, outcome=OutcomeThen(id=number)))
            continue
        before.remove(same)
        outcome = msgspec.structs.replace(came.outcome, id=number)
        entries.append(Entry(at=round(step.at + came.at - same.at, 6), outcome=outcome))
    seconds = max([got.seconds, *(entry.at for entry in entries)])
    for stream, text in (("stdout", got.printed), ("stderr", got.errors)):
        if text:
            entries.append(Entry(at=got.seconds, print=Printed(stream=stream, text=text)))  # type: ignore[arg-type]
    head = msgspec.structs.replace(recording.head, edition=edition)
    ordered = sorted(entries, key=lambda entry: entry.at)
    return Recording(head=head, entries=[*ordered, Entry(at=seconds, over=Over(ending=ending))])
