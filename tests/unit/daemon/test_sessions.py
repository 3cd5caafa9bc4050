"""Who has paired, and what of it lies on the disk."""

import asyncio
import errno
import json
import logging
from pathlib import Path

import pytest

from tjbot.daemon import sessions as module
from tjbot.daemon.sessions import DAY_MS, MOST_SESSIONS, Sessions
from tjbot.errors import NoRoomError, UnknownNameError

START_MS = 1_800_000_000_000


class Clock:
    def __init__(self) -> None:
        self.now = START_MS

    def __call__(self) -> int:
        return self.now


def stored(home: Path) -> str:
    return (home / "secrets" / "sessions.json").read_text()


def test_a_session_is_found_by_its_token_also_after_a_restart_and_nothing_on_the_disk_opens_it(tmp_path: Path) -> None:
    async def scene() -> None:
        session, token = await Sessions(tmp_path).begin("pupil", "Ada's Chromebook", "198.18.0.2")
        found = Sessions(tmp_path).find(token)
        assert found is not None
        assert (found.id, found.kind, found.name, found.address) == (session.id, "pupil", session.name, session.address)
        assert token not in stored(tmp_path)
        assert Sessions(tmp_path).find(session.token_sha256) is None

    asyncio.run(scene())


def test_only_the_robots_user_can_read_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir(mode=0o777)
    asyncio.run(Sessions(tmp_path).begin("pupil", "", ""))
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()] == [0o600]


def test_a_revoked_session_is_over_for_good_and_whoever_is_connected_hears_of_it(tmp_path: Path) -> None:
    async def scene() -> None:
        sessions = Sessions(tmp_path)
        (one, token), (other, _) = [await sessions.begin("pupil", name, "") for name in ("one", "other")]
        with sessions.present(one.id) as ended, sessions.present(other.id) as other_ended:
            assert sessions.is_connected(one.id)
            await sessions.revoke(one.id)
            assert (ended.is_set(), other_ended.is_set()) == (True, False)
        assert not sessions.is_connected(one.id)
        assert (sessions.find(token), Sessions(tmp_path).find(token)) == (None, None)
        with sessions.present(one.id) as too_late:
            assert too_late.is_set()
        with pytest.raises(UnknownNameError):
            await sessions.revoke(one.id)

    asyncio.run(scene())


def test_all_sessions_of_a_kind_are_ended_together(tmp_path: Path) -> None:
    async def scene() -> None:
        sessions = Sessions(tmp_path)
        for kind in ("pupil", "teacher", "pupil"):
            await sessions.begin(kind, kind, "")  # type: ignore[arg-type]
        assert await sessions.revoke_all("pupil") == 2
        assert [each.kind for each in sessions.all()] == ["teacher"]

    asyncio.run(scene())


def test_a_session_that_nobody_used_for_a_month_is_over_and_one_that_is_used_is_not(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        sessions = Sessions(tmp_path, clock)
        _, used = await sessions.begin("pupil", "used", "")
        _, unused = await sessions.begin("pupil", "unused", "")
        for _ in range(31):
            clock.now += DAY_MS + 1
            assert sessions.find(used)
            await asyncio.gather(*sessions._tasks)
            # The plug is pulled every evening, so nobody writes anything down at the end.
            sessions = Sessions(tmp_path, clock)
        assert sessions.find(unused) is None
        assert [each.name for each in sessions.all()] == ["used"]

    asyncio.run(scene())


def test_a_clock_that_jumps_back_ends_no_session(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        sessions = Sessions(tmp_path, clock)
        _, token = await sessions.begin("pupil", "", "")
        clock.now = 0
        assert sessions.find(token)
        assert Sessions(tmp_path, clock).find(token)

    asyncio.run(scene())


YEARS_MS = 2 * 365 * DAY_MS


def test_who_paired_before_the_clock_was_set_right_stays_and_so_does_who_is_connected(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        sessions = Sessions(tmp_path, clock)
        _, token = await sessions.begin("pupil", "paired", "")
        old, _ = await sessions.begin("pupil", "connected since the start", "")
        sessions = Sessions(tmp_path, clock)
        with sessions.present(old.id) as ended:
            assert sessions.find(token)
            clock.now += YEARS_MS
            assert sessions.find(token)
            assert {each.name for each in sessions.all()} == {"paired", "connected since the start"}
            assert not ended.is_set()
        await sessions.close()
        assert Sessions(tmp_path, clock).find(token)

    asyncio.run(scene())


def test_a_clock_that_was_wrong_for_a_while_ends_no_session_for_good(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        _, token = await Sessions(tmp_path, clock).begin("pupil", "", "")
        sessions = Sessions(tmp_path, clock)
        clock.now += YEARS_MS
        assert sessions.all() == []
        assert sessions.find(token) is None
        await sessions.begin("teacher", "", "")
        clock.now -= YEARS_MS
        assert sessions.find(token)

    asyncio.run(scene())


def test_after_a_wrong_clock_who_was_seen_is_still_written_down(tmp_path: Path) -> None:
    async def scene() -> None:
        clock, steady = Clock(), 0.0
        sessions = Sessions(tmp_path, clock, lambda: steady)
        _, token = await sessions.begin("pupil", "", "")
        clock.now += DAY_MS + 1
        assert sessions.find(token)
        clock.now += YEARS_MS
        steady += 100
        assert sessions.find(token)
        await asyncio.gather(*sessions._tasks)
        assert str(clock.now) in stored(tmp_path)

    asyncio.run(scene())


def test_who_stayed_away_for_a_month_while_the_robot_was_on_is_forgotten(tmp_path: Path) -> None:
    async def scene() -> None:
        clock, steady = Clock(), 0.0
        sessions = Sessions(tmp_path, clock, lambda: steady)
        _, token = await sessions.begin("pupil", "", "")
        clock.now += 31 * DAY_MS
        steady += 31 * DAY_MS / 1000
        assert sessions.find(token) is None
        await sessions.begin("teacher", "", "")
        assert len(sessions._sessions) == 1

    asyncio.run(scene())


def test_where_too_many_have_paired_the_pupil_goes_who_was_not_seen_for_the_longest_time(tmp_path: Path) -> None:
    async def scene() -> None:
        clock = Clock()
        sessions = Sessions(tmp_path, clock)
        await sessions.begin("teacher", "teacher", "")
        for number in range(MOST_SESSIONS):
            clock.now += 1
            await sessions.begin("pupil", str(number), "")
        names = {each.name for each in sessions.all()}
        assert len(names) == MOST_SESSIONS
        assert "teacher" in names
        assert "0" not in names

    asyncio.run(scene())


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_on_a_full_disk_nobody_is_told_that_they_have_paired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        sessions = Sessions(tmp_path)
        monkeypatch.setattr(module, "write_secret", full)
        with pytest.raises(NoRoomError, match="No space left"):
            await sessions.begin("pupil", "", "")
        assert sessions.all() == []

    asyncio.run(scene())


def test_on_a_full_disk_who_is_revoked_does_not_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        sessions = Sessions(tmp_path)
        revoked, token = await sessions.begin("pupil", "", "")
        _, kept = await sessions.begin("pupil", "", "")
        with monkeypatch.context() as disk:
            disk.setattr(module, "write_secret", full)
            await sessions.revoke(revoked.id)
            assert sessions.find(kept)
            assert Sessions(tmp_path).find(token) is None
            await asyncio.gather(*sessions._tasks)
        await sessions.close()
        assert Sessions(tmp_path).find(kept)

    asyncio.run(scene())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"sessions": 5}', b"\xff\xfe", b'{"sessions": [{"id": "x"}]}'])
def test_a_broken_file_lets_nobody_in_and_the_robot_goes_on(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "sessions.json").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        sessions = Sessions(tmp_path)
    assert sessions.all() == []
    assert "everybody has to pair again" in caplog.text
    asyncio.run(sessions.begin("pupil", "", ""))
    assert len(json.loads(stored(tmp_path))["sessions"]) == 1
