"""Pictures of the robot's eyes, brought to where the recipe runs."""

import re
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from tjbot.errors import PartError

_SECONDS = 10.0


def bring_picture(address: str, name: str) -> bytes:
    """A picture that `look` took, as a JPEG.

    Args:
        address: where the robot is, as `http://host:port`.
        name: its file name.

    Raises:
        PartError: it does not come.
    """
    place = f"{re.sub('^ws', 'http', address).rstrip('/')}/api/pictures/{quote(name)}"
    try:
        # No proxy: the robot is near.
        with build_opener(ProxyHandler({})).open(place, timeout=_SECONDS) as answer:
            data: bytes = answer.read()
            return data
    except (URLError, OSError) as error:
        raise PartError(f"The picture {name} does not come from the robot: {error}.", "Try again.") from None
