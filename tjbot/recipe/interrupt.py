"""Interrupts a recipe, whatever it does."""

import signal
import threading


def interrupt_main_thread() -> None:
    """Raises KeyboardInterrupt on the main thread, as Ctrl+C does; to be called on any thread."""
    identifier = threading.main_thread().ident
    if identifier is not None:
        signal.pthread_kill(identifier, signal.SIGINT)
