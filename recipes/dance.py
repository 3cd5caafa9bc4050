"""Dance to the beat. Level 4. You need: an arm, a light, ears. You learn: to measure time."""

import time

from tjbot import robot

colors = ["red", "yellow", "green", "blue", "purple"]
last_clap = 0.0


@robot.when_hears("clap")
def beat():
    global last_clap
    now = time.monotonic()
    seconds = now - last_clap
    last_clap = now
    colors.append(colors.pop(0))
    robot.shine(colors[0])
    # Two claps that belong together are at most two seconds apart; then the arm swings as fast as you clap.
    if seconds < 2:
        robot.swing(times=2, seconds=max(seconds, 0.4))
