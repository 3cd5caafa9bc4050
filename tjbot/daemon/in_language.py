"""What people are told, in their own language: sentences are translated here, on their way out."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tjbot.languages import ENGLISH, accepted_language, translated
from tjbot.protocol.about import About, RecipeCard
from tjbot.protocol.class_messages import ClassState, Pupil, Robots
from tjbot.protocol.messages import ActionOffer, Done, Failed, Output, PartOffer, Report, State, Stopped, Welcome
from tjbot.protocol.messages import Message as WireMessage

SENTENCES = ("fault", "trouble")
"""Readings of parts that are sentences."""

OF_ERRORS = ("message", "hint")
OF_ANSWERS = {"/api/robots": ("trouble", "hint"), "/api/recipes": ("title", "needs", "learn")}
"""What people read in what is no error, by the beginning of its address."""


def in_language(report: WireMessage, language: str) -> WireMessage:
    """A report whose sentences are those of a language."""
    if language == ENGLISH or not isinstance(report, Report):
        return report

    def told(text: str) -> str:
        return translated(text, language)

    match report:
        case Failed(message=message, hint=hint):
            return msgspec.structs.replace(report, message=told(message), hint=told(hint))
        case Output(stream="notice", text=text):
            return msgspec.structs.replace(report, text=told(text))
        case Done(note=str(note)):
            return msgspec.structs.replace(report, note=told(note))
        case Stopped(message=message):
            return msgspec.structs.replace(report, message=told(message))
        case ClassState(class_=school):
            pupils = [_pupil(pupil, language) for pupil in school.pupils]
            return msgspec.structs.replace(report, class_=msgspec.structs.replace(school, pupils=pupils))
        case Robots(robots=robots):
            return msgspec.structs.replace(
                report, robots={body: _readings(readings, language) for body, readings in robots.items()}
            )
        case Welcome(parts=parts):
            return msgspec.structs.replace(report, parts=[_part(part, language) for part in parts])
        case State(parts=readings, about=about):
            return State(
                time=report.time,
                parts=_readings(readings, language),
                about=about and _about(about, language),
            )
    return report


def _readings(readings: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, dict[str, Any]]:
    return {name: _reading(reading, language) for name, reading in readings.items()}


def _pupil(pupil: Pupil, language: str) -> Pupil:
    recipe = pupil.recipe and msgspec.structs.replace(pupil.recipe, title=translated(pupil.recipe.title, language))
    return msgspec.structs.replace(pupil, recipe=recipe, error=pupil.error and translated(pupil.error, language))


def _part(part: PartOffer, language: str) -> PartOffer:
    return msgspec.structs.replace(
        part,
        summary=translated(part.summary, language),
        fault=part.fault and translated(part.fault, language),
        actions=[_action(each, language) for each in part.actions],
    )


def _action(action: ActionOffer, language: str) -> ActionOffer:
    return msgspec.structs.replace(action, summary=translated(action.summary, language))


def _reading(reading: Mapping[str, Any], language: str) -> dict[str, Any]:
    told = dict(reading)
    for name in SENTENCES:
        if isinstance(sentence := told.get(name), str):
            told[name] = translated(sentence, language)
    return told


def _about(about: About, language: str) -> About:
    if about.recipes is UNSET:
        return about
    return msgspec.structs.replace(about, recipes=[_card(card, language) for card in about.recipes])


def _card(card: RecipeCard, language: str) -> RecipeCard:
    return msgspec.structs.replace(
        card,
        title=translated(card.title, language),
        needs=needs_in(card.needs, language),
        learn=translated(card.learn, language),
    )


def needs_in(needs: str, language: str) -> str:
    """What a recipe needs ("an arm, a light"), thing by thing."""
    return ", ".join(translated(each, language) for each in needs.split(", "))


class InLanguage:
    """A web application whose JSON answers tell their sentences in the language that `Accept-Language` asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and translates what comes back."""
        accepted = Headers(scope=scope).get("accept-language", "") if scope["type"] == "http" else ""
        language = accepted_language(accepted)
        if language == ENGLISH:
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Translating(scope["path"], language, send))


class _Translating:
    """Sends one answer: what is translated is held until it is whole, all else goes on at once."""

    def __init__(self, path: str, language: str, send: Send) -> None:
        self._language = language
        self._send = send
        self._of_answer = next((names for start, names in OF_ANSWERS.items() if path.startswith(start)), ())
        self._names: tuple[str, ...] = ()
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Called with each piece of the answer."""
        if message["type"] == "http.response.start":
            self._names = OF_ERRORS if message["status"] >= 400 else self._of_answer
            kind = Headers(raw=message["headers"]).get("content-type", "")
            self._start = message if self._names and kind.startswith("application/json") else {}
        if not self._start:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            body = json.dumps(self._told(json.loads(self._body)), ensure_ascii=False).encode()
            headers = MutableHeaders(scope=self._start)
            headers["Content-Length"] = str(len(body))
            headers["Content-Language"] = self._language
            headers["Vary"] = "Accept-Language"
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": body})

    def _told(self, answer: Any) -> Any:
        if isinstance(answer, list):
            return [self._told(each) for each in answer]
        if not isinstance(answer, dict):
            return answer
        return {
            name: self._sentence(name, value) if name in self._names and isinstance(value, str) else self._told(value)
            for name, value in answer.items()
        }

    def _sentence(self, name: str, value: str) -> str:
        return needs_in(value, self._language) if name == "needs" else translated(value, self._language)
