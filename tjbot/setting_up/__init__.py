"""`tjbot setup`: asks how the robot is built and writes it into `tjbot.toml`; nothing is driven."""
