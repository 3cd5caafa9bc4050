"""Ids of taught models: whatever somebody calls a model, its folder and its address are plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tjbot.daemon.model_ids import is_model_id, model_id_of


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Fruit", "fruit"),
        ("Äpfel & Birnen", "apfel-birnen"),
        ("../../etc/passwd", "etc-passwd"),
        ("🍌", "model"),
        ("  ", "model"),
        ("x" * 64, "x" * 48),
    ],
)
def test_the_id_follows_from_the_name(name: str, id_: str) -> None:
    assert model_id_of(name) == id_


@given(st.text(max_size=64))
def test_whatever_the_name_the_id_may_be_one(name: str) -> None:
    assert is_model_id(model_id_of(name))


@given(st.text(max_size=60))
def test_an_id_is_no_way_out(id_: str) -> None:
    if is_model_id(id_):
        assert id_.isascii()
        assert id_[0].isalnum()
        assert set(id_) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
