"""What a teacher hears of a recipe that broke: its own words, else those of who runs it."""

from tjbot.daemon.outbox import Outbox
from tjbot.daemon.school.reports import MOST_LETTERS, Complaints
from tjbot.protocol.class_messages import Class, ClassState, Robots
from tjbot.protocol.messages import Output
from tjbot.protocol.values import Stream


def said(stream: Stream, text: str) -> Output:
    return Output(time=1, recipe="x.py", stream=stream, text=text)


def test_a_recipe_that_broke_is_told_in_its_own_words_until_the_next_one_begins() -> None:
    complaints = Complaints()
    complaints.hear("pupil-a", said("notice", "X is running."))
    complaints.hear("pupil-a", said("stdout", "hello"))
    complaints.hear("pupil-a", said("stderr", "x.py has a problem\n"))
    complaints.hear("pupil-a", said("notice", "x.py ended with an error."))
    complaints.end("pupil-a", 5.0, lost=True)
    assert complaints.of("pupil-a") == ("x.py has a problem", 5.0)
    assert complaints.of("pupil-b") is None
    complaints.begin("pupil-a")
    assert complaints.of("pupil-a") is None
    complaints.hear("pupil-a", said("notice", "x.py took too much memory."))
    complaints.end("pupil-a", 6.0, lost=True)
    assert complaints.of("pupil-a") == ("x.py took too much memory.", 6.0)


def test_one_that_ended_or_was_stopped_is_no_complaint_and_a_long_one_is_cut() -> None:
    complaints = Complaints()
    complaints.hear("pupil-a", said("stderr", "a warning"))
    complaints.end("pupil-a", 5.0, lost=False)
    assert complaints.of("pupil-a") is None
    complaints.hear("pupil-a", said("stderr", "x" * 10_000))
    complaints.end("pupil-a", 5.0, lost=True)
    told = complaints.of("pupil-a")
    assert told is not None
    assert len(told[0]) == MOST_LETTERS


def test_of_a_class_only_the_newest_waits_and_readings_are_merged() -> None:
    outbox = Outbox()
    for number in range(3):
        outbox.put(ClassState(time=number, class_=Class(message=str(number))))
        outbox.put(Robots(time=number, robots={"a": {"arm": {"angle": number}}, f"b{number}": {"light": {}}}))
    assert len(outbox) == 2
    assert outbox.take() == ClassState(time=2, class_=Class(message="2"))
    assert outbox.take() == Robots(
        time=2,
        robots={"a": {"arm": {"angle": 2}}, "b0": {"light": {}}, "b1": {"light": {}}, "b2": {"light": {}}},
    )
    assert outbox.take() is None
