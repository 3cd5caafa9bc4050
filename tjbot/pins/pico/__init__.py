"""A Pico on a USB cable as the robot's pins."""
