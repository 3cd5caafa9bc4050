"""Training, away from the robot: `tjbot train`. Needs the extra `learn`, which no robot installs."""
