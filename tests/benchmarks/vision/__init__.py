"""What `tests/bench vision` measures, a room a kind of figure; `vision_figures` says in which order."""

PARTS = {
    "speed": "milliseconds a frame, beside handtrackjs and LiteRT.js on the same WebAssembly, on 1 and on 2 threads",
    "found": "hands found and labels told right, beside handtrackjs",
    "gestures": "gestures named right on rendered hands that the training has not seen, and false alarms a minute",
    "things": "things named and framed right in pictures made from Debian packages, and their milliseconds a frame",
    "poses": "milliseconds a frame of the pose model: a body followed, and nobody found",
    "shipped": "handtrackjs and MediaPipe Hands with their own runtimes, without a graphics card",
    "weights": "our landmarks beside those of the original weights",
    "wire": "what the page and its hand model weigh on the wire, at a first visit and at a second",
    "soak": "the page's memory, its long tasks and its frames a second; --minutes 30 is the whole test",
}
