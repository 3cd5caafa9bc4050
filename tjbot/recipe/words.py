"""The words of `robot` that do not come from its parts, as the checks need them without the robot itself."""

HATS = {
    "when_sees": "see",
    "when_stops_seeing": "see",
    "while_sees": "see",
    "when_hears": "hear",
    "when_pressed": "touch",
    "when_released": "touch",
}
"""What stands above a function and names a label, with the sense that the label is for."""

QUESTIONS = {"sees": "see", "hears": "hear", "is_pressed": "touch", "wait_for": None}
"""What is asked of a label, with its sense; None is any."""

WORDS = frozenset({*HATS, *QUESTIONS, "ask", "at_start", "every", "read", "recall", "remember", "run", "sleep", "stop"})
"""All of them; a test compares them with the class `Robot`."""

QUICK = frozenset({"sees", "hears", "is_pressed", "read", "recall", "remember", "stop", *HATS, "every", "at_start"})
"""Those that wait for nothing."""
