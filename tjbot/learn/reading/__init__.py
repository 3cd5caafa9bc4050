"""Samples on the disk: folders of pictures and sounds, tables."""
