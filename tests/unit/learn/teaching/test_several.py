"""TF_CONFIG is understood, or told to be wrong before TensorFlow waits for anybody."""

import json
from typing import Any

import pytest

from tjbot.learn.errors import TrainingError
from tjbot.learn.teaching.several import VARIABLE, Crew, crew

TWO = ["anna:5000", "ben:5000"]


def said(monkeypatch: pytest.MonkeyPatch, value: Any) -> Crew | None:
    monkeypatch.setenv(VARIABLE, value if isinstance(value, str) else json.dumps(value))
    return crew()


def config(machines: Any, index: Any, kind: str = "worker", **others: Any) -> dict[str, Any]:
    return {"cluster": {"worker": machines, **others}, "task": {"type": kind, "index": index}}


def test_alone_or_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert crew() is None
    assert said(monkeypatch, "") is None
    assert said(monkeypatch, config(TWO[:1], 0)) is None
    first, second = (said(monkeypatch, config(TWO, index)) for index in (0, 1))
    assert first == Crew(0, TWO)
    assert first is not None
    assert second is not None
    assert first.first
    assert not second.first


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("{", "does not say who trains together"),
        ("[]", "does not say who trains together"),
        ({"cluster": {}}, "does not say who trains together"),
        (config(TWO, 2), "this is machine 2 of 2; they count from 0"),
        (config(TWO, "0"), "this is machine 0 of 2"),
        (config(["anna:5000", "anna:5000"], 0), "names a machine twice"),
        (config(["anna", "ben"], 0), "name:port"),
        (config("anna:5000", 0), "name:port"),
        (config(TWO, 0, kind="chief"), "only workers train together"),
        (config(TWO, 0, ps=["carl:5000"]), "only workers train together"),
    ],
)
def test_what_cannot_be_is_told_with_an_example(monkeypatch: pytest.MonkeyPatch, value: Any, sentence: str) -> None:
    with pytest.raises(TrainingError, match=sentence) as caught:
        said(monkeypatch, value)
    assert "For example" in caught.value.hint
