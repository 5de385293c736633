#!/usr/bin/env python3
"""Counts the instructions a server spends on one request, in user space.

    cargo build --release
    python3 count.py target/release/fasterapi-bench [WORKLOAD ...]

Works for any server that answers the endpoints of README.md. Each workload is run twice under callgrind, over one
connection; the difference leaves out what starting costs. Needs valgrind, and Python's standard library.
"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

ORDER = json.dumps({
    "id": "6f1c1bd6-7c1f-4d0b-9a55-3f0c2f1d9e11",
    "customer": {"name": "Ada Lovelace", "email": "ada.lovelace@example.com", "age": 36},
    "lines": [
        {"sku": f"SKU-{i:05d}", "quantity": i + 1, "unit_price": 10.5 + i, "tags": ["tag-a", f"tag-{i}"]}
        for i in range(5)
    ],
    "note": "Leave it with the neighbour.",
}, separators=(",", ":"))
PROXY = "Origin: https://app.example\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
WORKLOADS = {
    "plaintext": ("GET /plaintext", "", ""),
    "json": ("GET /json", "", ""),
    "items": ("GET /items/12345?limit=25&q=hello", "", ""),
    "orders": ("POST /orders", "Content-Type: application/json\r\n", ORDER),
    "routes": ("GET /r/137/x/alpha/y/beta", "", ""),
    "deps": ("GET /deps", "Authorization: Bearer tok123\r\nX-Tenant: acme\r\n", ""),
    "stack": ("GET /stack", PROXY + "Accept-Encoding: gzip\r\n", ""),
    "stack_plain": ("GET /stack", PROXY, ""),
    "list": ("GET /list", "", ""),
}
FEW, MANY = 50, 1050


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connect(port):
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            time.sleep(0.05)
    sys.exit("the server does not listen")


def answer(connection):
    """Reads one answer; ends the program unless it is a success."""
    data = b""
    while True:
        head, end, body = data.partition(b"\r\n\r\n")
        if end:
            length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)[1])
            if len(body) >= length:
                break
        more = connection.recv(1 << 16)
        if not more:
            sys.exit("the server closed the connection")
        data += more
    if not head.startswith(b"HTTP/1.1 200"):
        sys.exit(data.decode(errors="replace"))


def total(binary, workload, requests):
    """The instructions of a whole run with this many requests."""
    line, headers, body = WORKLOADS[workload]
    port = free_port()
    if body:
        headers += f"Content-Length: {len(body)}\r\n"
    request = f"{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n{body}".encode()
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", binary]
        env = dict(os.environ, PORT=str(port), WORKERS="1")
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with connect(port) as connection:
            for _ in range(requests):
                connection.sendall(request)
                answer(connection)
        server.terminate()
        server.wait()
        with open(out, encoding="utf-8", errors="replace") as profile:
            return int(re.search(r"(?m)^(?:totals|summary): (\d+)", profile.read())[1])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary, *chosen = sys.argv[1:]
    for workload in chosen or WORKLOADS:
        spent = total(binary, workload, MANY) - total(binary, workload, FEW)
        print(f"{workload:12} {spent / (MANY - FEW):10.0f}")


main()
