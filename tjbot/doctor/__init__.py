"""`tjbot doctor`: looks at everything a robot needs, and says for each fault what cures it. It changes nothing."""
