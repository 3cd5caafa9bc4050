"""A Pico on a USB cable as a gpiozero pin factory: ports (which), line (frames), board (lost and found), factory."""
