"""A class that shares one robot: every pupil has a robot of their own, and the real one goes round."""
