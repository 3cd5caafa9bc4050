"""A computer's USB as the kernel shows it: what a Pico that is plugged in looks like, below a folder."""

from pathlib import Path

SERIAL_NUMBER = "e66141040396b22c"
OTHER_SERIAL_NUMBER = "e6614104031d8f37"
BOOTSEL_SERIAL_NUMBER = "E0C9125B0D9B"
"""What every RP2040 without a program calls itself."""


def plug_in(
    root: Path,
    *,
    product_id: int = 0x0005,
    vendor_id: int = 0x2E8A,
    serial_number: str = SERIAL_NUMBER,
    port: str = "ttyACM0",
    manufacturer: str = "MicroPython",
    product: str = "Board in FS mode",
) -> Path:
    """Plugs a device in, and returns what stands for its port; without a `port` it has none."""
    device = root / "sys/bus/usb/devices" / f"1-{product_id}-{serial_number}-{port}"
    device.mkdir(parents=True)
    for name, text in {
        "idVendor": f"{vendor_id:04x}",
        "idProduct": f"{product_id:04x}",
        "serial": serial_number,
        "manufacturer": manufacturer,
        "product": product,
    }.items():
        (device / name).write_text(f"{text}\n")
    if not port:
        return root
    interface = device / f"{device.name}:1.0"
    (interface / "tty" / port).mkdir(parents=True)
    node = root / "dev" / port
    node.parent.mkdir(exist_ok=True)
    node.touch()
    return node


def plug_in_without_program(root: Path, *, product_id: int = 0x0003) -> None:
    """A Pico that was plugged in while its BOOTSEL button was held."""
    plug_in(
        root,
        product_id=product_id,
        serial_number=BOOTSEL_SERIAL_NUMBER,
        port="",
        manufacturer="Raspberry Pi",
        product="RP2 Boot",
    )
