"""Every recipe of the gallery, run by a real daemon and asserted on what the robot did."""
