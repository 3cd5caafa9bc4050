"""Pupils come in, once each, and are known again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.school.pupils import KEY_LENGTH, MOST_PUPILS, MOST_SESSIONS, Pupils
from tjbot.errors import ConflictError, RefusedError, TJBotError, UnknownNameError

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["come in", "make", "key", "expect", "sign out", "remove"]),
        st.sampled_from(["Ada", "ada", "Ben", "Ｂen", "Cleo"]),
        st.sampled_from(["s1", "s2", "s3"]),
    ),
    max_size=40,
)


@given(STEPS)
def test_whatever_happens_a_session_is_one_pupils_and_a_name_is_there_once(steps: list[tuple[str, str, str]]) -> None:
    pupils = Pupils()
    for step, name, session in steps:
        known = next((each for each in pupils if each.name.casefold() == name.casefold()), None)
        try:
            match step:
                case "come in":
                    pupils.come_in(name, session)
                case "make":
                    pupils.come_in(name, None)
                case "key":
                    pupils.come_in_by_key(known.key if known else "none", session)
                case "expect":
                    pupils.expect(known.id if known else "none")
                case "sign out":
                    pupils.forget_session(session)
                case "remove":
                    pupils.remove(known.id if known else "none")
        except TJBotError:
            pass
        names = [each.name.replace("Ｂ", "B").casefold() for each in pupils]
        assert len(set(names)) == len(names)
        sessions = [session for each in pupils for session in each.sessions]
        assert len(set(sessions)) == len(sessions)
        assert len({each.id for each in pupils}) == len({each.key for each in pupils}) == len(pupils)


def test_another_one_of_the_same_name_gets_in_only_where_they_are_expected_and_the_first_is_out() -> None:
    pupils = Pupils()
    ada = pupils.come_in("Ada", "s1")
    with pytest.raises(ConflictError, match="Add a letter"):
        pupils.come_in("ＡDA", "s2")
    pupils.expect(ada.id)
    assert pupils.come_in("ada", "s2") is ada
    assert (ada.sessions, ada.expected) == (["s2"], False)
    assert pupils.of_session("s1") is None


def test_who_a_teacher_makes_is_whoever_comes_first_under_that_name() -> None:
    pupils = Pupils()
    ada = pupils.come_in("Ada", None)
    with pytest.raises(ConflictError):
        pupils.come_in("Ada", None)
    assert pupils.come_in("Ada", "s1") is ada
    with pytest.raises(ConflictError):
        pupils.come_in("Ada", "s2")


def test_the_class_is_full_at_thirty() -> None:
    pupils = Pupils()
    for number in range(MOST_PUPILS):
        pupils.come_in(f"Pupil {number}", f"s{number}")
    with pytest.raises(ConflictError, match="The class is full: 30 pupils"):
        pupils.come_in("Late", "late")
    pupils.remove(next(iter(pupils)).id)
    pupils.come_in("Late", "late")


def test_a_key_brings_a_few_programs_in_and_the_oldest_goes() -> None:
    pupils = Pupils()
    ada = pupils.come_in("Ada", "s0")
    assert len(ada.key) == KEY_LENGTH
    for number in range(1, MOST_SESSIONS + 1):
        assert pupils.come_in_by_key(f"{ada.key[:4].upper()}-{ada.key[4:]} ", f"s{number}") is ada
    assert ada.sessions == [f"s{number}" for number in range(1, MOST_SESSIONS + 1)]
    for wrong in ("", "x", ada.key[:-1], "ключ"):
        with pytest.raises(UnknownNameError):
            pupils.come_in_by_key(wrong, "s9")


def test_who_was_signed_out_while_the_robot_was_off_is_expected_and_who_left_is_not() -> None:
    pupils = Pupils()
    ada, ben = pupils.come_in("Ada", "s1"), pupils.come_in("Ben", "s2")
    pupils.forget_session("s2")
    pupils.keep_sessions(["s3"])
    assert (ada.sessions, ada.expected, ben.expected) == ([], True, False)


@pytest.mark.parametrize("name", ["", " \n", "\u200b\u202e"])
def test_nobody_is_called_nothing(name: str) -> None:
    with pytest.raises(RefusedError, match="needs a name"):
        Pupils().come_in(name, "s1")
