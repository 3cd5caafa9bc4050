"""A Pi that is none, on which install.sh brings a robot up to date."""
