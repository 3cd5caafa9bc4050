"""Where parts plug in: gpiozero pin factories. Hardware libraries are imported inside functions."""
