"""A network namespace for this process and its children, to count what they send or to cut the network."""

import ctypes
import fcntl
import socket
import struct
from pathlib import Path

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 1


def enter():
    """Moves this process into a new network namespace with only a loopback interface. Needs root's rights."""
    system = ctypes.CDLL(None, use_errno=True)
    if system.unshare(CLONE_NEWNET) != 0:
        raise PermissionError(ctypes.get_errno(), "no network namespace can be made here")
    switch(True)


def switch(on):
    """Switches the loopback interface on or off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh22x", b"lo", 0)
        (flags,) = struct.unpack_from("h", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request), 16)
        flags = flags | IFF_UP if on else flags & ~IFF_UP
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", flags))


def sent():
    """The bytes and packets sent over the loopback interface so far, headers included."""
    for line in Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines():
        name, _, figures = line.partition(":")
        if name.strip() == "lo":
            received = figures.split()
            return int(received[0]), int(received[1])
    raise OSError("there is no loopback interface")
