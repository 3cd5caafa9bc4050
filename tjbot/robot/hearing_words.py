"""Words out of sound, offline, through pocketsphinx and the English model that it carries."""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Any

from tjbot.errors import PartError

FRAME_BYTES = 960
"""30 ms of sound: what pocketsphinx's voice detector takes at a time."""

MOST_WORDS = 50

_OTHER_WORDS_WEIGHT = 0.001
_LEAST_DIFFERENCES = 3
_OTHERS = (
    "the of and to a in is it you that he was for on are with as his they be at this have from or had by hot but what "
    "some we can out other were all there when use your how said an each she which do their time if will way about "
    "many then them write would like so these her long make thing see him has look more day could come did number "
    "sound most people my over know water than call first who may side been now find any new work part take get place "
    "made live where after back little only round man year came show every good me give our under name very through "
    "just form sentence great think say help low line differ turn cause much mean before move boy old too same tell "
    "does set want air well also play small end put home read hand port large spell add even land here must "
)
"""What people say when they mean none of the words: each of these competes with them, and wins by being nearer."""


def split_words(text: str) -> tuple[str, ...]:
    """The words to listen for: "yes no maybe", or with commas where one has two words: "turn left, turn right"."""
    parts = text.split(",") if "," in text else text.split()
    return tuple(dict.fromkeys(" ".join(part.lower().split()) for part in parts if part.strip()))


class Utterances:
    """Cuts the sound into utterances and hears each of them as words.

    The model is loaded when it is first needed.
    """

    def __init__(self) -> None:
        self._decoder: Any = None
        self._searches: dict[tuple[str, ...], str] = {}
        self._chosen: tuple[str, ...] = ()
        self._endpointer: Any = None
        self._speaking = False

    def choose(self, words: tuple[str, ...]) -> None:
        """Listens for these words from now on; for whatever words there are if none are given.

        Raises:
            PartError: a word is not in the dictionary, or pocketsphinx is missing.
        """
        decoder = self._load()
        for phrase in words:
            for word in phrase.split():
                self._check(word)
        if words not in self._searches:
            name = f"words{len(self._searches)}"
            if words:
                decoder.add_jsgf_string(name, _grammar(words, decoder.lookup_word))
            else:
                from pocketsphinx import get_model_path

                decoder.add_lm_file(name, get_model_path("en-us/en-us.lm.bin"))
            self._searches[words] = name
        self.reset()
        self._chosen = words
        decoder.activate_search(self._searches[words])

    def feed(self, frame: bytes) -> str | None:
        """Takes the next 30 ms.

        Returns:
            What was said, when an utterance is over (an empty text for none of the words); else None.
        """
        speech = self._endpointer.process(frame)
        if speech is None:
            return None
        if not self._speaking:
            self._decoder.start_utt()
            self._speaking = True
        self._decoder.process_raw(speech, False, False)
        return None if self._endpointer.in_speech else self.finish()

    def finish(self) -> str:
        """Ends the utterance that lasts, if any, and returns what was said so far."""
        if not self._speaking:
            return ""
        self._decoder.end_utt()
        self._speaking = False
        heard = self._decoder.hyp()
        text = heard.hypstr if heard else ""
        return text if not self._chosen or text in self._chosen else ""

    def reset(self) -> None:
        """Forgets the sound so far."""
        from pocketsphinx import Endpointer

        if self._speaking:
            self._decoder.end_utt()
            self._speaking = False
        self._endpointer = Endpointer(window=0.3, ratio=0.9, vad_mode=3, frame_length=FRAME_BYTES / 32_000)

    def _load(self) -> Any:
        if self._decoder is None:
            try:
                from pocketsphinx import Decoder
            except (ImportError, OSError) as error:
                raise PartError(f"The ears cannot understand words: {error}.", "Run ./install.sh again.") from None
            # Without a language model: that of free words takes 90 MB, and few recipes need it.
            self._decoder = Decoder(lm=None, loglevel="FATAL")
        return self._decoder

    def _check(self, word: str) -> None:
        if re.fullmatch(r"[a-z][a-z'-]*", word) and self._decoder.lookup_word(word):
            return
        near = difflib.get_close_matches(word, self._like(word), n=1)
        hint = f'Did you mean "{near[0]}"?' if near else "Take another one; they know about 130,000 English words."
        raise PartError(f'The ears do not know the word "{word[:40]}".', hint)

    def _like(self, word: str) -> list[str]:
        """The words of the dictionary that begin as this one does, and are about as long."""
        from pocketsphinx import get_model_path

        with open(get_model_path("en-us/cmudict-en-us.dict"), encoding="utf-8") as dictionary:  # noqa: PTH123
            known = [line.split(" ", 1)[0] for line in dictionary if line[:1] == word[:1]]
        return [item for item in known if abs(len(item) - len(word)) <= 2 and "(" not in item]


def _grammar(words: Iterable[str], sounds_of: Callable[[str], str | None]) -> str:
    """What may be said: one of the words, or one of the others, unless that sounds like one of the words."""
    wanted = list(words)
    sounds = [sounds.split() for phrase in wanted for word in phrase.split() if (sounds := sounds_of(word))]
    others = [
        other
        for other in _OTHERS.split()
        if other not in wanted
        and (spoken := sounds_of(other))
        and all(_differences(spoken.split(), item) >= min(_LEAST_DIFFERENCES, max(2, len(item))) for item in sounds)
    ]
    return (
        "#JSGF V1.0;\ngrammar heard;\npublic <heard> = "
        f"/1.0/ ({' | '.join(wanted)}) | /{_OTHER_WORDS_WEIGHT}/ ({' | '.join(others)});\n"
    )


def _differences(first: list[str], second: list[str]) -> int:
    """By how many sounds two words differ (their edit distance)."""
    row = list(range(len(second) + 1))
    for place, sound in enumerate(first, 1):
        above, row = row, [place]
        for column, other in enumerate(second, 1):
            row.append(min(above[column - 1] + (sound != other), above[column] + 1, row[-1] + 1))
    return row[-1]
