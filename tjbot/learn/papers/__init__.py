"""Makes up pictures of papers with print on them, and of other things, and trains on them what asks before sharing."""
