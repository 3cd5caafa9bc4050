"""The real robot goes round: everybody in the order in which they asked, each for a slice, nobody twice at once."""

from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.school.queue import LAST_SECONDS, Queue

PUPILS = ["ada", "ben", "cleo", "dan"]
EVERYBODY = frozenset(PUPILS)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "leave", "hand", "take", "wait", "away", "back", "hands", "pause", "go on", "slice"]),
        st.sampled_from(PUPILS),
        st.integers(0, 200),
    ),
    max_size=60,
)


def play(steps: list[tuple[str, str, int]]) -> tuple[Queue, float, set[str]]:
    """A queue that went through this, with its time and who is here; its promises hold after each step."""
    queue, now, here = Queue(slice_seconds=60), 1000.0, set(PUPILS)
    for step, pupil, seconds in steps:
        before = queue.holder
        match step:
            case "ask":
                queue.ask(pupil)
            case "leave":
                queue.leave(pupil)
            case "hand":
                queue.hand_to(pupil, now)
            case "take":
                queue.take_back()
            case "wait":
                now += seconds
            case "away":
                here.discard(pupil)
            case "back":
                here.add(pupil)
            case "hands":
                queue.handing = "teacher" if seconds > 100 else "queue"
            case "pause":
                queue.pause(now)
            case "go on":
                queue.go_on(now)
            case "slice":
                queue.set_slice(15 + seconds)
        given_by_hand = queue.holder
        queue.settle(now, here)
        assert_promises(queue, now, here)
        if queue.holder not in (before, given_by_hand):
            assert queue.holder in here
    return queue, now, here


def assert_promises(queue: Queue, now: float, here: set[str]) -> None:
    assert len(set(queue.waiting)) == len(queue.waiting)
    assert queue.holder not in queue.waiting
    coming = [pupil for pupil in queue.waiting if pupil in here]
    goes_by_itself = queue.handing == "queue" and queue.paused_at is None
    if goes_by_itself:
        assert queue.holder is not None or not coming
        assert (queue.ends_at is not None) == (queue.holder is not None and bool(coming))
        if queue.ends_at is not None:
            assert queue.ends_at > now
            assert queue.ends_at >= queue.began + queue.slice_seconds
    if queue.holder is None:
        assert queue.ends_at is None


@given(STEPS)
def test_whatever_happens_nobody_waits_while_the_robot_is_free_and_every_turn_has_its_slice(
    steps: list[tuple[str, str, int]],
) -> None:
    play(steps)


@given(STEPS)
def test_who_waits_and_stays_gets_the_robot_in_the_end(steps: list[tuple[str, str, int]]) -> None:
    queue, now, here = play(steps)
    queue.handing = "queue"
    queue.go_on(now)
    waiting = [pupil for pupil in queue.waiting if pupil in here]
    had: list[str] = []
    queue.settle(now, here)
    for _ in range(len(PUPILS) + 1):
        if queue.holder and queue.holder not in had:
            had.append(queue.holder)
        if queue.ends_at is None:
            break
        now = queue.ends_at
        queue.settle(now, here)
    assert [pupil for pupil in had if pupil in waiting] == waiting


def test_who_asks_first_has_it_first_and_then_it_goes_round() -> None:
    queue = Queue(slice_seconds=60)
    for pupil in ("ada", "ben", "cleo", "ben"):
        queue.ask(pupil)
        queue.settle(0, EVERYBODY)
    assert (queue.holder, queue.waiting, queue.ends_at) == ("ada", ["ben", "cleo"], 60)
    assert [queue.place(pupil) for pupil in ("ada", "ben", "cleo")] == [0, 1, 2]
    queue.settle(59, EVERYBODY)
    assert queue.holder == "ada"
    queue.settle(60, EVERYBODY)
    assert (queue.holder, queue.waiting, queue.ends_at) == ("ben", ["cleo"], 120)
    queue.leave("ben")
    queue.settle(70, EVERYBODY)
    assert (queue.holder, queue.waiting, queue.ends_at) == ("cleo", [], None)


def test_a_turn_lasts_while_nobody_waits_and_its_end_does_not_come_without_a_warning() -> None:
    queue = Queue(slice_seconds=60)
    queue.ask("ada")
    queue.settle(0, EVERYBODY)
    queue.settle(500, EVERYBODY)
    assert (queue.holder, queue.ends_at) == ("ada", None)
    queue.ask("ben")
    queue.settle(500, EVERYBODY)
    assert queue.ends_at == 500 + LAST_SECONDS
    queue.leave("ben")
    queue.settle(505, EVERYBODY)
    assert queue.ends_at is None


def test_who_is_away_is_passed_over_and_keeps_their_place() -> None:
    queue = Queue(slice_seconds=60)
    queue.ask("ada")
    queue.ask("ben")
    queue.settle(0, {"ben"})
    assert (queue.holder, queue.waiting, queue.ends_at) == ("ben", ["ada"], None)
    queue.settle(80, EVERYBODY)
    assert queue.ends_at == 80 + LAST_SECONDS


def test_by_hand_nothing_happens_by_itself() -> None:
    queue = Queue(slice_seconds=60, handing="teacher")
    queue.ask("ada")
    queue.settle(0, EVERYBODY)
    assert queue.holder is None
    queue.hand_to("ben", 0)
    queue.settle(1000, EVERYBODY)
    assert (queue.holder, queue.ends_at) == ("ben", None)


def test_a_pause_costs_nobody_time() -> None:
    queue = Queue(slice_seconds=60)
    queue.ask("ada")
    queue.ask("ben")
    queue.settle(0, EVERYBODY)
    queue.pause(50)
    queue.settle(1000, EVERYBODY)
    assert queue.holder == "ada"
    queue.go_on(1050)
    queue.settle(1050, EVERYBODY)
    assert (queue.holder, queue.ends_at) == ("ada", 1060)
