"""The name of the Pi in the network: made of its serial number, written into /etc/hosts and out of it. Pure."""

import re

USUAL_NAMES = ("", "raspberrypi", "localhost", "debian")
"""What a Pi is called that nobody has named."""

ADDED_BY_US = "# TJBot"
_OWN_ADDRESS = re.compile(r"127\.0\.1\.1\s")


def robot_name(serial: str) -> str:
    """A name that differs from robot to robot: `tjbot-` and the last four hexadecimal digits of the serial number.

    Args:
        serial: what the device tree says ("10000000abcd1234"); where it says nothing, the answer is empty.
    """
    digits = re.sub(r"[^0-9a-f]", "", serial.lower())[-4:]
    return f"tjbot-{digits}" if len(digits) == 4 else ""


def renamed_hosts(text: str, old: str, new: str) -> str:
    """An /etc/hosts in which this computer has its new name.

    Args:
        text: the whole file.
        old: the name until now.
        new: the name from now on.
    """
    rows = text.split("\n")
    renamed = [_renamed(row, old, new) for row in rows]
    if renamed == rows:
        # Before the last, empty row, which is where the file ends; or before a last row without an end.
        renamed.insert(len(rows) - 1, f"127.0.1.1\t{new} {ADDED_BY_US}")
    return "\n".join(renamed)


def hosts_back(text: str, old: str, new: str) -> str:
    """An /etc/hosts as it was before `renamed_hosts(text, old, new)`; what others wrote there since stays."""
    rows = text.split("\n")
    added = f"127.0.1.1\t{new} {ADDED_BY_US}"
    if added in rows:
        rows.remove(added)
        return "\n".join(rows)
    return "\n".join(_renamed(row, new, old) for row in rows)


def _renamed(row: str, old: str, new: str) -> str:
    if not old or not _OWN_ADDRESS.match(row):
        return row
    names, mark, remark = row.partition("#")
    words = [new if word == old else word for word in re.split(r"(\s+)", names)]
    return "".join(words) + mark + remark
