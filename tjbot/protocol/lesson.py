"""What `about.lesson` of a `State` holds: the lesson that is open on a body."""

import msgspec


class LessonGoalState(msgspec.Struct, frozen=True, kw_only=True):
    """A goal of the lesson, in English; `GET /api/lessons/{id}?language=de` tells it in other languages, in the same
    order.
    """

    text: str
    reached: bool = False


class LessonState(msgspec.Struct, frozen=True, kw_only=True):
    """The lesson that is open on a body, its goals, and the file of the pupil's recipe for it."""

    id: str
    title: str
    recipe: str
    goals: list[LessonGoalState]
