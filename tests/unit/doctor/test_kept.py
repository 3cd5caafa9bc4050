"""What was taught and cannot be used is named by the doctor, with its reason."""

from pathlib import Path

from tests.projects import project_zip
from tests.taught import model_files
from tests.unit.daemon.backups.homes import fill
from tests.unit.doctor.fake_pi import computer
from tjbot.doctor.checks.kept import taught


def test_what_cannot_be_used_is_named_and_what_can_is_counted(tmp_path: Path) -> None:
    system = computer(tmp_path)
    assert taught(system).found == "nothing was taught yet"
    good = {f"models/fruit/{name}": data for name, data in model_files().items()}
    fill(system.home, {**good, f"projects/obst.1.{'0' * 64}.zip": project_zip()})
    assert (taught(system).ok, taught(system).found) == (True, "2 models and projects, all of them good")
    fill(system.home, {"models/broken/x": b"", f"projects/ada.1.{'0' * 64}.zip": b"no zip"})
    found = taught(system)
    assert not found.ok
    assert "models/broken: " in found.found
    assert "projects/ada.1." in found.found
    assert "no zip" in found.found
