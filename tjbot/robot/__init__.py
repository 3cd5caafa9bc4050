"""The body: parts that move, shine and speak, and the limits they keep."""
