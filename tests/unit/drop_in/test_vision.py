"""What was found comes as recipes of tjbot-ce 3 know it."""

from tjbot.drop_in.vision import as_class, as_face, as_object
from tjbot.protocol.messages import Finding

CUP = Finding(label="cup", confidence=0.9, left=0.25, top=0.5, width=0.2, height=0.3)


def test_a_thing_has_its_box_as_left_top_width_and_height() -> None:
    assert as_object(CUP) == {"label": "cup", "confidence": 0.9, "bbox": (0.25, 0.5, 0.2, 0.3)}


def test_what_a_picture_shows_has_none() -> None:
    assert as_class(Finding(label="banana", confidence=0.5)) == {"label": "banana", "confidence": 0.5}


def test_a_face_without_a_place_is_the_whole_picture() -> None:
    face = as_face(Finding(label="face", confidence=1))
    assert face == {"boundingBox": (0.0, 0.0, 1.0, 1.0), "confidence": 1, "landmarks": []}
