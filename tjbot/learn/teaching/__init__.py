"""`tjbot train` on own samples: pictures, tables, landmarks, sounds."""
