"""Several robots and several pupils in one room."""
