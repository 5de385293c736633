#!/usr/bin/env python3
"""Measures how long servers take to start, and the memory of idle connections.

    cargo build --release
    python3 footprint.py target/release/raw-hyper target/release/fasterapi-bench

Works for any server that answers GET /json, and listens on $PORT. The start ends with the first answer.
"""
import os
import resource
import statistics
import sys
import time

from workloads import Connection, Server, named, request, table

CONNECTIONS = 2000


def measure(binary):
    """Milliseconds of start-up, KiB of the binary and at rest, bytes an idle connection."""
    starts = []
    for _ in range(9):
        server = Server(binary)
        starts.append(server.wait() * 1e3)
        server.kill()
    server = Server(binary)
    server.wait()
    time.sleep(0.2)
    rest, data, connections = server.memory(), request("json", server.port), []
    for _ in range(CONNECTIONS):
        connections.append(Connection(server.port))
        connections[-1].call(data)
    time.sleep(0.3)
    each = (server.memory() - rest) * 1024 / CONNECTIONS
    server.kill()
    return statistics.median(starts), os.path.getsize(binary) / 1024, rest, each


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    servers = named(sys.argv[1:])
    columns = list(zip(*(measure(binary) for binary in servers.values())))
    titles = ["start to first answer, ms", "binary, KiB", "memory at rest, KiB", "bytes an idle connection"]
    table("footprint", list(servers), {title: column for title, column in zip(titles, columns)}, "{:.1f}")


main()
