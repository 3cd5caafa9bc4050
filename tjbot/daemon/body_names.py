"""What bodies and those who notice something are called where no client is meant."""

REAL_BODY = "real"

THE_ROBOT_ITSELF = "robot"
"""The source of what no client notices but a part of the body."""

THE_REAL_ROBOT = "real robot"
"""The source of what the real robot's parts notice while it is a pupil's, for whom it is noticed on their own one."""
