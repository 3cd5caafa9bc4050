"""The simulated pins remember what they did, and not for ever."""

from tjbot.pins.simulated import HISTORY_LENGTH, Change, history, largest_step, simulated_factory


def test_each_factory_is_a_board_of_its_own() -> None:
    one, other = simulated_factory(), simulated_factory()
    assert one.pin(18) is not other.pin(18)


def test_the_history_adds_up_the_times_and_keeps_the_order() -> None:
    factory = simulated_factory()
    pin = factory.pin(18)
    pin.function = "output"
    pin.frequency = 50
    for duty in (0.1, 0.2, 0.15):
        pin.state = duty
    changes = history(factory, 18)
    assert [change.duty for change in changes][-3:] == [0.1, 0.2, 0.15]
    assert [change.seconds for change in changes] == sorted(change.seconds for change in changes)


def test_the_history_is_bounded() -> None:
    factory = simulated_factory()
    pin = factory.pin(18)
    pin.function = "output"
    pin.frequency = 50
    for step in range(HISTORY_LENGTH + 100):
        pin.state = (step % 2 + 1) / 10
    assert len(history(factory, 18)) == HISTORY_LENGTH


def test_the_largest_step_does_not_count_beginning_and_end_of_the_pulse() -> None:
    changes = [Change(0.0, 0.0), Change(0.0, 0.115), Change(0.02, 0.105), Change(0.04, 0.0), Change(0.06, 0.05)]
    assert round(largest_step(changes)) == 200
    assert largest_step([]) == 0.0
