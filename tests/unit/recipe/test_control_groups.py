"""A control group for each recipe: what is asked of the kernel, and that it binds and ends what is in it."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import wait_until
from tjbot.recipe import control_groups
from tjbot.recipe.control_groups import ControlGroups, take_over
from tjbot.recipe.limits import Limits

TREES = [Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified")]


@pytest.fixture
def tree() -> Iterator[Path]:
    """A part of the kernel's own tree."""
    place = next((folder for folder in TREES if (folder / "cgroup.controllers").exists()), None)
    if place is None or not os.access(place / "cgroup.procs", os.W_OK):
        pytest.skip("no tree of cgroups v2 that this user may change")
    folder = Path(tempfile.mkdtemp(prefix="tjbot-test-", dir=place))
    yield folder
    for inside in folder.iterdir():
        if inside.is_dir():
            inside.rmdir()
    folder.rmdir()


def sleeper_in(groups: ControlGroups, run: int) -> tuple[int, control_groups.ControlGroup]:
    """A process in the group of a run, with a child that hides."""
    group = groups.begin(run)
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            group.enter()
            if os.fork() == 0:
                os.setsid()
                os.write(writer, b"x")
            signal.pause()
        finally:
            os._exit(1)
    os.close(writer)
    assert os.read(reader, 1) == b"x"
    os.close(reader)
    return process, group


def test_what_is_in_a_group_ends_with_it_and_no_other(tree: Path) -> None:
    groups = ControlGroups(os.open(tree, os.O_DIRECTORY), Limits())
    first, group = sleeper_in(groups, 1)
    second, other = sleeper_in(groups, 2)
    assert len((tree / "run-1/cgroup.procs").read_text().split()) == 2
    assert str(first) in (tree / "run-1/cgroup.procs").read_text().split()
    groups.end(group)
    assert os.WTERMSIG(os.waitpid(first, 0)[1]) == signal.SIGKILL
    assert os.waitpid(second, os.WNOHANG) == (0, 0)
    groups.end(other)
    os.waitpid(second, 0)
    # A group goes as soon as the last of its processes has, at the next opportunity.
    wait_until(lambda: not any(map(populated, tree.glob("run-*/cgroup.events"))), "all were gone")
    groups.end(groups.begin(3))
    assert [entry for entry in tree.iterdir() if entry.is_dir()] == []


def populated(events: Path) -> bool:
    return "populated 1" in events.read_text()


@pytest.mark.parametrize(("all_together", "each"), [("max", "512"), ("1000", "500"), ("9000", "512")])
def test_a_recipe_may_take_what_its_limits_say_and_half_of_what_all_have(
    all_together: str, each: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, str] = {}
    monkeypatch.setattr(control_groups, "_write", lambda _tree, name, text: asked.setdefault(name, text))
    (tmp_path / "memory.max").write_text(f"{all_together}\n")
    limits = Limits(together_bytes=512, processes=7, processors=1.5)
    ControlGroups(os.open(tmp_path, os.O_DIRECTORY), limits).begin(4)
    assert asked == {
        "run-4/memory.max": each,
        "run-4/memory.oom.group": "1",
        "run-4/pids.max": "7",
        "run-4/cpu.max": "150000 100000",
    }


@pytest.mark.parametrize(
    ("events", "out"), [("low 0\noom_kill 0\n", False), ("oom 1\noom_kill 2\n", True), ("", False)]
)
def test_the_kernel_tells_who_ran_out_of_memory(events: str, out: bool, tmp_path: Path) -> None:
    group = ControlGroups(os.open(tmp_path, os.O_DIRECTORY), Limits())
    # These are no kernel's files: there is nothing to write to.
    run = group.begin(1)
    assert not run.out_of_memory()
    (tmp_path / "run-1/memory.events").write_text(events)
    assert run.out_of_memory() == out


def test_a_group_that_nobody_handed_over_is_left_alone() -> None:
    assert take_over(Limits()) is None
