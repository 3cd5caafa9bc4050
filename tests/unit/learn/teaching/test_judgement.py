"""What people are told of a trained network."""

import numpy as np

from tjbot.learn.teaching.judgement import judge


def test_who_was_taken_for_whom() -> None:
    answers = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6], [0.1, 0.9]])
    judgement = judge(answers, np.array([0, 0, 1, 1]), ["cat", "dog"], ["a.png", "b.png", "c.png", "d.png"])
    assert judgement.right == 0.75
    assert judgement.lines() == [
        "75.0% of 4 samples that it never saw are told right.",
        "Rows are what they are, columns what they were taken for:",
        "      cat   dog",
        "cat     1     1",
        "dog     ·     2",
        "Wrong: b.png is cat, taken for dog",
    ]
    accuracy = judgement.accuracy()
    assert (accuracy.samples, accuracy.right, accuracy.confusion) == (4, 0.75, [[1, 1], [0, 2]])


def test_many_classes_are_told_one_by_one() -> None:
    labels = [f"the class number {number}" for number in range(20)]
    answers = np.eye(20)
    answers[3] = answers[4]
    lines = judge(answers, np.arange(20), labels, [str(place) for place in range(20)]).lines()
    assert len(lines) == 1 + 20 + 1
    assert lines[4] == "the class numbe…  0 of 1, 1 taken for the class number 4"
    assert lines[1] == "the class numbe…  1 of 1"


def test_of_many_wrong_ones_a_few_are_told() -> None:
    answers = np.tile([1, 0], (30, 1))
    lines = judge(answers, np.ones(30, int), ["cat", "dog"], [f"{place}.png" for place in range(30)]).lines()
    assert sum(line.startswith("Wrong: ") for line in lines) == 10
    assert lines[-1] == "… and 20 more."
