"""The whole robot in Chromium."""
