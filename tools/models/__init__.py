"""Turns `.tflite` networks of published packages into the TensorFlow.js graph models that the page serves."""
