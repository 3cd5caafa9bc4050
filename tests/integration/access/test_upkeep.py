"""What an admin asks of a robot over the network: how it is, and a backup; each hears what is theirs."""

from tests.integration.guests import Guest


def test_a_stranger_hears_that_it_is_ready_and_who_has_paired_how_it_is(stranger: Guest, pupil: Guest) -> None:
    assert stranger.request("GET", "/api/health").json == {"ready": True, "name": "Pip"}
    assert pupil.request("GET", "/api/health").json.keys() > {"version", "uptime_seconds", "faults", "disk"}


def test_a_teacher_takes_a_backup_and_only_the_owner_brings_one(stranger: Guest, pupil: Guest, teacher: Guest) -> None:
    assert [guest.request("GET", "/api/backup").status for guest in (stranger, pupil, teacher)] == [401, 403, 200]
    assert stranger.request("PUT", "/api/backup").status in (401, 403)
    for guest in (pupil, teacher):
        answer = guest.request("PUT", "/api/backup")
        assert (answer.status, answer.sentence.startswith("This is done at the robot itself.")) == (403, True)
