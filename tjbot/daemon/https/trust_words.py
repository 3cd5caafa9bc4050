"""The page that shows how to trust the robot, in the language of its reader: it has no script that could do so."""

import re

from tjbot.languages import ENGLISH, phrase

_BLOCK = re.compile(r"(<(a|dt|h1|h2|p|summary|text|title)(?: [^>]*)?>)(.*?)(</\2>)", re.DOTALL)
_LABEL = re.compile(r'(aria-label=")([^"]*)(")')
_LANGUAGE = re.compile(r'<html lang="en"')


def page_in(template: str, language: str) -> str:
    """The page with each heading, paragraph, link and label in a language; what has no translation stays English.

    Args:
        template: the built page, with its gaps.
        language: a code.
    """
    if language == ENGLISH:
        return template
    page = _LANGUAGE.sub(f'<html lang="{language}"', template, count=1)
    page = _LABEL.sub(lambda found: found[1] + phrase(found[2], language) + found[3], page)
    return _BLOCK.sub(lambda found: found[1] + _inner(found[3], language) + found[4], page)


def texts_of(template: str) -> list[str]:
    """All that is translated, as it stands in the files of the languages."""
    labels = [found[2] for found in _LABEL.finditer(template)]
    blocks = [" ".join(found[3].split()) for found in _BLOCK.finditer(template)]
    return [*labels, *(_linked(block) for block in blocks)]


def _linked(block: str) -> str:
    """A block that is nothing but a link is told by its link."""
    link = _BLOCK.fullmatch(block)
    return " ".join(link[3].split()) if link and link[2] == "a" else block


def _inner(block: str, language: str) -> str:
    words = " ".join(block.split())
    link = _BLOCK.fullmatch(words)
    if link and link[2] == "a":
        return link[1] + phrase(link[3], language) + link[4]
    return phrase(words, language)
