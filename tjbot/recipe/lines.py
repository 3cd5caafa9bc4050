"""Which line of the recipe asks for something."""

import sys


def line_now() -> int | None:
    """The line of the program's own file that is running on this thread; None where none of it is."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    frame = sys._getframe(1) if file is not None else None
    while frame is not None:
        if frame.f_code.co_filename == file:
            return frame.f_lineno
        frame = frame.f_back
    return None
