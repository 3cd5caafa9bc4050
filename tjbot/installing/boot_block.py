"""Our block of lines in config.txt, which the Pi's firmware reads: put in, taken out. Pure, from text to text."""

from collections.abc import Sequence

BEGIN = "# TJBot begins: ./install.sh put these lines here, ./install.sh --uninstall takes them out."
BEGIN_WITHOUT_NEWLINE = f"{BEGIN} (The line above ended the file.)"
END = "# TJBot ends."
FOR_ALL = "[all]"


def with_block(text: str, lines: Sequence[str]) -> str:
    """A config.txt with our block at its end, in place of any that was there.

    Args:
        text: the whole file.
        lines: what shall stand in the block; with none there is no block.
    """
    text = without_block(text)
    if not lines:
        return text
    ended = text == "" or text.endswith("\n")
    before = [text, "" if ended else "\n", f"{BEGIN if ended else BEGIN_WITHOUT_NEWLINE}\n"]
    # The file may end in a section that holds for other models only.
    return "".join([*before, *(f"{line}\n" for line in (FOR_ALL, *lines, END))])


def without_block(text: str) -> str:
    """A config.txt without our blocks: byte for byte what it was before, and with all that was added since."""
    kept: list[str] = []
    rows = text.split("\n")
    while (begin := _find_begin(rows)) is not None:
        end = next((place for place in range(begin, len(rows)) if _is(rows[place], END)), None)
        if end is None:
            # Somebody has cut our last line away: what is left of the block is theirs to judge.
            break
        joined = _is(rows[begin], BEGIN_WITHOUT_NEWLINE)
        kept += rows[:begin]
        rows = rows[end + 1 :]
        if any(map(str.strip, rows)):
            # What was written below our block held for all models; it must go on to.
            if _section(kept) != FOR_ALL:
                kept.append(FOR_ALL)
        elif joined:
            rows = rows[1:]
    return "\n".join(kept + rows)


def _find_begin(rows: Sequence[str]) -> int | None:
    """Where a block begins."""
    begins = (place for place, row in enumerate(rows) if _is(row, BEGIN) or _is(row, BEGIN_WITHOUT_NEWLINE))
    return next(begins, None)


def _is(row: str, mark: str) -> bool:
    # An editor of Windows writes \r\n.
    return row.rstrip("\r") == mark


def _section(rows: Sequence[str]) -> str:
    """The section that holds at the end of some rows."""
    names = [row.split("#", 1)[0].strip().lower() for row in rows]
    return next((name for name in reversed(names) if name.startswith("[")), FOR_ALL)
