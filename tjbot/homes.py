"""Where a robot's files are."""

from pathlib import Path


def usual_home() -> Path:
    """Where a robot keeps its recipes and settings if nobody says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("tjbot", appauthor=False))
