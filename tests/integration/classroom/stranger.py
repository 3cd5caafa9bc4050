"""Somebody in the network who is no robot of ours and says what it likes; prints `said` when that is on its way.

`stranger.py mortal` is a robot that is forgotten two seconds after it was last heard; `hostile` tells what no robot
tells; `flood` tells of a thousand robots; `greedy` keeps the port of mDNS for itself. It goes without a goodbye.
"""

import asyncio
import socket
import struct
import sys

import ifaddr
from zeroconf import ServiceInfo, Zeroconf
from zeroconf.asyncio import AsyncZeroconf

SERVICE = "_tjbot._tcp.local."
MDNS = ("224.0.0.251", 5353)
THOUSAND = 1000


def own_address() -> str:
    return next(str(ip.ip) for card in ifaddr.get_adapters() if card.name == "wifi" for ip in card.ips if ip.is_IPv4)


def robot(label: str, text: bytes, **more: object) -> ServiceInfo:
    usual = {"port": 8765, "server": f"{label}.local.", "parsed_addresses": [own_address()]}
    return ServiceInfo(SERVICE, f"{label}.{SERVICE}", properties=text, **{**usual, **more})  # type: ignore[arg-type]


def text(*entries: bytes) -> bytes:
    return b"".join(bytes((len(entry),)) + entry for entry in entries)


HOSTILE = {
    "tjbot-html": text(
        b"name=<img src=x onerror=alert(1)>", b'version="><script>', b"secure=https://elsewhere.example"
    ),
    "tjbot-long": text(b"name=" + b"x" * 250, b"name=again", b"version=" + b"9" * 200, b"secure=99999"),
    "tjbot-bytes": text(b"name=\xff\xfe\x80Bob", b"secure=\xff", b"number=\xff"),
    "tjbot-turned": text("name=Pip\u202eevil\u200b\x07".encode(), b"secure=8443"),
    "tjbot-broken": b"\xffname=much shorter than it says",
    "<b>tjbot</b>": text(b"name=Not a name", b"secure=8443"),
}


def name_of(*labels: bytes) -> bytes:
    return b"".join(bytes((len(label),)) + label for label in labels) + b"\0"


def pointers(labels: list[bytes]) -> bytes:
    """One packet that tells of services which do not exist."""
    kind = name_of(b"_tjbot", b"_tcp", b"local")
    packet = struct.pack("!6H", 0, 0x8400, 0, len(labels), 0, 0)
    for label in labels:
        alias = name_of(label, b"_tjbot", b"_tcp", b"local")
        packet += kind + struct.pack("!HHIH", 12, 1, 4500, len(alias)) + alias
    return packet


def shout(packets: list[bytes]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sender.bind((own_address(), 5353))
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own_address()))
        for packet in packets:
            sender.sendto(packet, MDNS)


async def tell(services: list[ServiceInfo]) -> None:
    zeroconf = AsyncZeroconf(zc=Zeroconf([own_address()]))
    said = [await zeroconf.async_register_service(service, cooperating_responders=True) for service in services]
    await asyncio.gather(*said)
    print("said", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    what = sys.argv[1]
    if what == "mortal":
        asyncio.run(tell([robot("tjbot-mortal", text(b"name=Mortal", b"secure=8443"), host_ttl=2)]))
    elif what == "hostile":
        shout([pointers([b"tjbot\ndown", b"tjbot.dot", b"\xff\xfe", b""]), b"\0" * 12, b"\xff" * 400])
        asyncio.run(tell([robot(label, content) for label, content in HOSTILE.items()]))
    elif what == "flood":
        made_up = [b"tjbot-flood-%d" % number for number in range(THOUSAND)]
        shout([pointers(made_up[first : first + 20]) for first in range(0, THOUSAND, 20)])
        print("said", flush=True)
    elif what == "greedy":
        greedy = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        greedy.bind(("", 5353))
        print("said", flush=True)
        sys.stdin.read()
