"""Codes: how long they are good, for what, and how slow it is to guess one."""

import pytest

from tjbot.daemon.pairing import (
    CODE_SECONDS,
    LONGEST_WAIT_SECONDS,
    MOST_LINKS,
    Chance,
    Codes,
    TooManyTriesError,
    WrongCodeError,
)


class Room:
    """Codes with a clock that stands still and dice that fall as told."""

    def __init__(self, *numbers: int) -> None:
        self.now = 1000.0
        self.dice = iter(numbers or range(123456, 200000))
        self.codes = Codes(lambda: self.now, Chance(number=lambda _: next(self.dice)))

    def wrong(self, address: str = "198.18.0.2") -> None:
        with pytest.raises(WrongCodeError):
            self.codes.redeem("999999", address)

    def wait(self, address: str = "198.18.0.2") -> float:
        """How long the address has to wait; 0 where its next try is looked at."""
        try:
            self.codes.redeem("999999", address)
        except TooManyTriesError as error:
            return error.seconds
        except WrongCodeError:
            return 0.0
        raise AssertionError("it was right")


def test_a_pupils_code_is_good_for_all_of_them_for_ten_minutes() -> None:
    room = Room()
    code = room.codes.show("pupil")
    assert (code.code, room.codes.seconds_left(code)) == ("123456", 600)
    assert [room.codes.redeem(typed, "a") for typed in ("123456", " 123 456", "123-456")] == ["pupil"] * 3
    room.now += CODE_SECONDS
    room.wrong()
    assert room.codes.show("pupil").code == "123457"


def test_a_teachers_code_is_another_one_and_good_once() -> None:
    room = Room(7, 7, 8, 9)
    assert (room.codes.show("pupil").code, room.codes.show("teacher").code) == ("000007", "000008")
    assert room.codes.redeem("000008", "a") == "teacher"
    with pytest.raises(WrongCodeError):
        room.codes.redeem("000008", "a")
    assert room.codes.show("teacher").code == "000009"


def test_a_code_that_nobody_wanted_to_see_does_not_exist() -> None:
    room = Room(999999)
    room.wrong()


def test_a_new_code_ends_the_old_one() -> None:
    room = Room()
    room.codes.show("pupil")
    room.codes.renew("pupil")
    with pytest.raises(WrongCodeError):
        room.codes.redeem("123456", "a")
    assert room.codes.redeem("123457", "a") == "pupil"


def test_a_link_is_good_for_one_page_and_ten_minutes() -> None:
    room = Room()
    links = [room.codes.link(kind) for kind in ("pupil", "teacher", "owner")]
    assert len(set(links)) == 3
    assert min(map(len, links)) >= 32
    assert [room.codes.redeem(link, "a") for link in links] == ["pupil", "teacher", "owner"]
    for link in links:
        with pytest.raises(WrongCodeError):
            room.codes.redeem(link, "b")
    late = room.codes.link("pupil")
    room.now += CODE_SECONDS
    with pytest.raises(WrongCodeError):
        room.codes.redeem(late, "c")


def test_links_that_nobody_uses_do_not_pile_up() -> None:
    room = Room()
    first, *others = [room.codes.link("pupil") for _ in range(MOST_LINKS + 1)]
    with pytest.raises(WrongCodeError):
        room.codes.redeem(first, "a")
    assert room.codes.redeem(others[0], "a") == "pupil"


def test_each_wrong_code_after_the_third_doubles_the_wait_of_its_address_up_to_a_minute() -> None:
    room = Room()
    room.codes.show("pupil")
    for _ in range(3):
        assert room.wait() == 0
    waits = []
    for _ in range(8):
        waits.append(room.wait())
        room.now += waits[-1]
        assert room.wait() == 0
    assert waits == [1, 2, 4, 8, 16, 32, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS]


def test_who_has_to_wait_is_not_looked_at_even_with_the_right_code_but_another_address_is_let_in() -> None:
    room = Room()
    code = room.codes.show("pupil").code
    for _ in range(3):
        room.wrong("198.18.0.2")
    with pytest.raises(TooManyTriesError) as caught:
        room.codes.redeem(code, "198.18.0.2")
    assert "Wait 1 seconds" in caught.value.hint
    assert room.codes.redeem(code, "198.18.0.3") == "pupil"
    room.now += 1
    assert room.codes.redeem(code, "198.18.0.2") == "pupil"


def test_mistakes_are_forgotten_after_ten_quiet_minutes() -> None:
    room = Room()
    for _ in range(3):
        room.wrong()
    room.now += 601
    assert [room.wait() for _ in range(3)] == [0, 0, 0]


def test_all_addresses_together_try_at_most_ninety_codes_in_a_codes_life() -> None:
    room = Room()
    room.codes.show("pupil")
    tries = address = 0
    end = room.now + CODE_SECONDS
    while room.now < end:
        address += 1
        tried = room.wait(f"10.0.{address // 250}.{address % 250}") == 0
        tries += tried
        room.now += 0 if tried else 1
    assert 80 <= tries <= 90


def test_a_link_works_even_while_somebody_guesses() -> None:
    room = Room()
    for address in range(40):
        room.wait(str(address))
    with pytest.raises(TooManyTriesError):
        room.codes.redeem(room.codes.show("pupil").code, "new")
    assert room.codes.redeem(room.codes.link("pupil"), "new") == "pupil"


@pytest.mark.parametrize("typed", ["", " ", "12345", "1234567", "１２３４５６", "\ud800", "123456\0", "x" * 10_000])
def test_whatever_is_typed_is_answered(typed: str) -> None:
    room = Room()
    room.codes.show("pupil")
    with pytest.raises(WrongCodeError):
        room.codes.redeem(typed, "a")


def test_all_codes_can_be_forgotten() -> None:
    room = Room()
    codes = [room.codes.show("pupil").code, room.codes.show("teacher").code, room.codes.link("teacher")]
    room.codes.forget()
    for code in codes:
        with pytest.raises(WrongCodeError):
            room.codes.redeem(code, "a")
