"""The camera's process with libcamera's virtual camera, which lacks two things that picamera2 expects of a sensor."""

from typing import Any

import picamera2
from picamera2.allocators import LibcameraAllocator

from tjbot.robot.cameras.process import main


class VirtualPicamera2(picamera2.Picamera2):  # type: ignore[misc]
    """picamera2 for a camera without raw modes, whose pictures lie in two pieces of memory."""

    def __init__(self) -> None:
        super().__init__()
        self.allocator = LibcameraAllocator(self.camera)

    def _get_raw_modes(self) -> list[dict[str, Any]]:
        return [{"format": "NV12", "size": (640, 480)}]


picamera2.Picamera2 = VirtualPicamera2
main()
