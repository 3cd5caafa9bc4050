"""A Pico on its line: greeted, compared, lost for each reason with its sentence, healed, and taken up again."""

import queue
from pathlib import Path

import msgspec
import pytest

from tests.unit.pins.pico.paper_board import PaperBoard
from tjbot.errors import PartError
from tjbot.pins.pico import line as lines
from tjbot.pins.pico.factory import PicoFactory
from tjbot.protocol.pico.dictionary import dictionary
from tjbot.protocol.pico.messages import Close, Crashed, OpenOutput, Rested, Stay, Write


def news_of(pins: PicoFactory) -> "queue.Queue[PartError | None]":
    news: queue.Queue[PartError | None] = queue.Queue()
    pins.watch(news.put)
    return news


def test_whatever_was_open_on_the_board_is_closed_first(paper: PaperBoard) -> None:
    pins = PicoFactory(str(paper.port))
    paper.wait_for(Close(0), Close(18), Close(29))
    pins.close()


def test_the_board_hears_that_we_are_there_when_nothing_is_to_be_said(pins: PicoFactory, paper: PaperBoard) -> None:
    paper.wait_for(Stay(), Stay(), Stay())
    assert not pins.fault


def test_what_the_line_loses_is_sent_again(pins: PicoFactory, paper: PaperBoard) -> None:
    paper.loses_from_computer = lambda count: count % 3 == 0
    paper.loses_from_board = lambda count: count % 4 == 0
    pins.board.settle(OpenOutput(15, 0, 0, 1000))
    values = [Write(15, place % 2) for place in range(300)]
    for value in values:
        pins.board.send(value)
    paper.wait_for(values[-1])
    paper.loses_from_computer = paper.loses_from_board = lambda count: False
    pins.board.settle()
    assert [each for each in paper.heard if isinstance(each, Write)] == values


def test_noise_from_the_board_harms_nothing(pins: PicoFactory, paper: PaperBoard) -> None:
    for noise in (b"MicroPython v1.26\r\n>>> ", bytes(range(256)), b"\x40" + b"\x10" * 70, b"\x7e" * 9):
        paper.noise(noise)
        pins.board.settle()
    assert not pins.fault


def test_a_refusal_is_a_sentence(pins: PicoFactory, paper: PaperBoard) -> None:
    paper.refuses[OpenOutput.NUMBER] = 3
    with pytest.raises(PartError, match="refuses GPIO 15: the pin is open as something else"):
        pins.board.settle(OpenOutput(15, 0, 0, 1000))


def test_without_a_board_the_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(PartError, match="No Pico is plugged in at"):
        PicoFactory(str(tmp_path / "nothing"))


def test_a_board_without_our_program_is_told_apart(paper: PaperBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "GREETING_SECONDS", 0.3)
    paper.is_silent = True
    with pytest.raises(PartError, match="tjbot pico flash"):
        PicoFactory(str(paper.port))


@pytest.mark.parametrize(
    ("changes", "cure"),
    [
        ({"protocol": 0}, "tjbot pico update"),
        ({"protocol": 99}, "tjbot update"),
        ({"reports": {}}, "tjbot pico update"),
    ],
)
def test_another_program_is_refused_with_the_cure(tmp_path: Path, changes: dict[str, object], cure: str) -> None:
    board = PaperBoard(tmp_path / "port", knows=msgspec.structs.replace(dictionary("old"), **changes))
    with pytest.raises(PartError, match=cure):
        PicoFactory(str(board.port))
    board.unplug()


def test_a_message_that_only_the_board_knows_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    ours = dictionary("new")
    more = {**ours.commands, "sing": ours.commands["stay"]}
    board = PaperBoard(tmp_path / "port", knows=msgspec.structs.replace(ours, commands=more))
    PicoFactory(str(board.port)).close()
    board.unplug()


def test_two_programs_do_not_share_a_board(pins: PicoFactory, paper: PaperBoard) -> None:
    with pytest.raises(PartError, match="Another program uses the Pico"):
        PicoFactory(str(paper.port))


def test_a_board_that_is_unplugged_is_a_state_and_it_is_taken_up_again(pins: PicoFactory, paper: PaperBoard) -> None:
    news = news_of(pins)
    paper.unplug()
    assert "was unplugged" in str(news.get(timeout=10))
    with pytest.raises(PartError):
        pins.board.settle(OpenOutput(15, 0, 0, 1000))
    paper.plug_in()
    while (latest := news.get(timeout=10)) is not None:
        assert "Pico" in str(latest)
    pins.board.settle(OpenOutput(15, 0, 0, 1000))


@pytest.mark.parametrize(
    ("report", "sentence"),
    [(Rested(1, 5), "went to rest"), (Crashed(b"ZeroDivisionError"), "ZeroDivisionError")],
)
def test_a_board_that_rested_by_itself_is_taken_up_anew(
    pins: PicoFactory, paper: PaperBoard, report: Rested | Crashed, sentence: str
) -> None:
    news = news_of(pins)
    paper.say(report)
    assert sentence in str(news.get(timeout=10))
    assert news.get(timeout=10) is None


def test_a_board_that_is_silent_is_lost_and_found(pins: PicoFactory, paper: PaperBoard) -> None:
    news = news_of(pins)
    paper.is_silent = True
    assert "does not answer any more" in str(news.get(timeout=10))
    paper.is_silent = False
    while news.get(timeout=10) is not None:
        pass


def test_a_board_whose_program_began_anew_is_lost_and_found(pins: PicoFactory, paper: PaperBoard) -> None:
    news = news_of(pins)
    paper.expected = (paper.expected + 8) % 16
    assert "began anew" in str(news.get(timeout=10))
    assert news.get(timeout=10) is None


def test_a_robot_may_begin_without_its_board(tmp_path: Path) -> None:
    port = tmp_path / "port"
    pins = PicoFactory(str(port), wait=True)
    assert "No Pico is plugged in" in str(pins.fault)
    news = news_of(pins)
    board = PaperBoard(port)
    assert news.get(timeout=10) is None
    assert not pins.fault
    pins.close()
    board.unplug()
