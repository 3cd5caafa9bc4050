"""Where the emulated Pico has a NeoPixel; the emulator and its tests know it, each in an environment of its own."""

PIXEL_PIN = 16
