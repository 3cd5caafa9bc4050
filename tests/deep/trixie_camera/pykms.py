"""Stands in for the library of a Pi's screens, which picamera2 imports whether there is a screen or not."""


class _AnyName(type):
    def __getattr__(cls, name: str) -> str:
        return name


class PixelFormat(metaclass=_AnyName):
    """Has every format."""
