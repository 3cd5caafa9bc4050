"""Whatever hides is swept up, too."""

import subprocess
import sys

HIDES = """
import os, signal, time
from tjbot.recipe import limits

limits.adopt_orphans()
# As where /proc shows nothing of a process that has forbidden it.
limits.descendants = lambda root, spared=(): set()
reader, writer = os.pipe()
spared = SPARED
if spared:
    spared = {os.fork()}
    if 0 in spared:
        signal.pause()
if os.fork() == 0:
    for _ in range(5):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.setsid()
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                os.write(writer, b"x")
                time.sleep(600)
            os._exit(0)
    os._exit(0)
os.close(writer)
os.read(reader, 1)
print(limits.end_descendants(spared))
for process in spared:
    os.kill(process, 0)
    os.kill(process, signal.SIGKILL)
# Nobody holds the pipe's other end any more.
while os.read(reader, 100):
    pass
print("gone")
"""


def swept(spared: str) -> list[str]:
    program = HIDES.replace("SPARED", spared)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout.split()


def test_processes_that_proc_does_not_show_are_ended() -> None:
    assert swept("set()") == ["True", "gone"]


def test_those_beside_a_child_that_lives_on_are_ended() -> None:
    assert swept("{1}")[-1] == "gone"
