"""The environment in which TensorFlow is, shared by all deep tests that need it."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKED = ROOT / "requirements" / "learn.txt"
ENVIRONMENT = ROOT / ".venv-learn"


@pytest.fixture(scope="session")
def learn_python() -> Path:
    """The Python of an environment with what requirements/learn.txt names, and nothing else. It is kept for the next
    run, and made anew where that file has changed.
    """
    complete = ENVIRONMENT / ".complete"
    wanted = hashlib.sha256(LOCKED.read_bytes() + sys.version.encode()).hexdigest()
    python = ENVIRONMENT / "bin" / "python"
    if not complete.is_file() or complete.read_text() != wanted:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--no-deps", "--require-hashes", "-r", LOCKED], check=True)
        complete.write_text(wanted)
    return python
