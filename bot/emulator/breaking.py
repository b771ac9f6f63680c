"""Breaking a connection."""

import socket
import struct

from aiohttp import web


def cut(request: web.Request) -> None:
    """Reset the connection, as a broken network does."""
    transport = request.transport
    if transport is None:
        return
    line = transport.get_extra_info("socket")
    if line is not None:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
