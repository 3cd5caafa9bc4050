"""Sentences in the language of who reads them, on their way out."""

import asyncio
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from tjbot.daemon.in_language import InLanguage, in_language
from tjbot.protocol.about import About, RecipeCard
from tjbot.protocol.messages import Done, Failed, Output, Seen, State, Stopped


def test_failures_and_notices_are_told_in_the_language_of_their_reader() -> None:
    failed = Failed(message='The robot has no action "fly".', hint="Free some space.", path="$.action", id=3)
    told = in_language(failed, "de")
    assert told == Failed(
        message='Der Roboter hat keine Aktion "fly".', hint="Schaff etwas Platz.", path="$.action", id=3
    )
    assert in_language(failed, "en") is failed
    assert in_language(Stopped(message="STOP was pressed."), "de") != Stopped(message="STOP was pressed.")
    assert in_language(Done(id=1, note="No recipe was running."), "de") == Done(id=1, note="Es lief kein Rezept.")


def test_what_a_recipe_prints_is_its_own() -> None:
    for stream in ("stdout", "stderr"):
        printed = Output(time=1.0, recipe="mine.py", stream=stream, text="Free some space.")
        assert in_language(printed, "de") is printed
    notice = Output(time=1.0, recipe="mine.py", stream="notice", text="Wave back has ended.")
    told = in_language(notice, "de")
    assert isinstance(told, Output)
    assert told.text.startswith("Zurückwinken")


def test_what_is_wrong_with_a_part_is_told_and_its_other_readings_stay() -> None:
    state = State(time=1.0, parts={"eyes": {"on": False, "trouble": "The webcam is gone.", "kind": "webcam"}})
    told = in_language(state, "de")
    assert isinstance(told, State)
    assert told.parts == {"eyes": {"on": False, "trouble": "Die Webcam ist weg.", "kind": "webcam"}}


def test_a_title_that_a_pupil_gave_stays() -> None:
    cards = [
        RecipeCard(file="a.py", title="Wave back", needs="an arm, a kite", learn="events"),
        RecipeCard(file="b.py", title="Ada’s best dance", mine=True),
    ]
    told = in_language(State(time=1.0, about=About(name="Pip", body="real", recipes=cards)), "de")
    assert isinstance(told, State)
    assert told.about is not None
    assert isinstance(told.about.recipes, list)
    assert [each.title for each in told.about.recipes] == ["Zurückwinken", "Ada’s best dance"]
    assert told.about.recipes[0].needs == "einen Arm, a kite"


def test_an_event_passes_untouched() -> None:
    seen = Seen(label="open hand", phase="started")
    assert in_language(seen, "de") is seen


async def refused(_: Request) -> Response:
    return JSONResponse({"message": "The code is wrong. Free some space.", "hint": "Free some space."}, 409)


async def taught(_: Request) -> Response:
    return JSONResponse({"models": [{"title": "Hands", "message": "Free some space."}]})


async def recipe(_: Request) -> Response:
    return JSONResponse({"title": "Wave back", "needs": "an arm", "learn": "events", "source": "events"})


async def text(_: Request) -> Response:
    return PlainTextResponse("Free some space.", 404)


APP = InLanguage(
    Starlette(
        routes=[
            Route("/refused", refused),
            Route("/api/models", taught),
            Route("/api/recipes/wave_back.py", recipe),
            Route("/text", text),
        ]
    )
)


def asked(path: str, language: str) -> tuple[dict[str, str], bytes]:
    """The headers and the body of an answer."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"accept-language", language.encode())]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": path, "headers": headers, "query_string": b""}
    asyncio.run(APP(scope, receive, send))
    start, *rest = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    body = b"".join(message.get("body", b"") for message in rest)
    assert int(told["content-length"]) == len(body)
    return told, body


@pytest.mark.parametrize("language", ["de", "de-AT,de;q=0.9,en;q=0.8", "xx,de;q=0.5"])
def test_a_refusal_over_http_is_told_in_the_language_that_is_accepted(language: str) -> None:
    headers, body = asked("/refused", language)
    assert json.loads(body) == {"message": "The code is wrong. Schaff etwas Platz.", "hint": "Schaff etwas Platz."}
    assert headers["content-language"] == "de"
    assert headers["vary"] == "Accept-Language"


@pytest.mark.parametrize("language", ["", "en-US,en;q=0.9", "xx", ";;,,"])
def test_all_others_are_told_english(language: str) -> None:
    headers, body = asked("/refused", language)
    assert json.loads(body)["hint"] == "Free some space."
    assert "content-language" not in headers


def test_what_people_made_is_no_sentence_of_ours() -> None:
    assert json.loads(asked("/api/models", "de")[1])["models"][0] == {"title": "Hands", "message": "Free some space."}
    assert json.loads(asked("/api/recipes/wave_back.py", "de")[1]) == {
        "title": "Zurückwinken",
        "needs": "einen Arm",
        "learn": "Ereignisse",
        "source": "events",
    }
    assert asked("/text", "de")[1] == b"Free some space."
