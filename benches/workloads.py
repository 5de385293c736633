"""The requests of each workload, and servers that answer them."""
import json
import os
import signal
import socket
import subprocess
import sys
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
DEPS = "Authorization: Bearer tok123\r\nX-Tenant: acme\r\n"
# request line, headers, body
WORKLOADS = {
    "plaintext": ("GET /plaintext", "", ""),
    "json": ("GET /json", "", ""),
    "items": ("GET /items/12345?limit=25&q=hello", "", ""),
    "orders": ("POST /orders", "Content-Type: application/json\r\n", ORDER),
    "routes": ("GET /r/137/x/alpha/y/beta", "", ""),
    "deps": ("GET /deps", DEPS, ""),
    "stack": ("GET /stack", PROXY + "Accept-Encoding: gzip\r\n", ""),
    "stack_plain": ("GET /stack", PROXY, ""),
    "list": ("GET /list", "", ""),
    "static": ("GET /static/file.bin", "", ""),
}
# as above, but sent in another way: so many at once, each over a connection of its own
DEPTH = 16
SENT = {"pipeline": "plaintext", "close": "json"}
STATIC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "static")


def request(workload, port):
    """The bytes that are sent at once, of one request or of several."""
    line, headers, body = WORKLOADS[SENT.get(workload, workload)]
    if body:
        headers += f"Content-Length: {len(body)}\r\n"
    if workload == "close":
        headers += "Connection: close\r\n"
    one = f"{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n{body}".encode()
    return one * at_once(workload)


def at_once(workload):
    """How many requests are sent together."""
    return DEPTH if workload == "pipeline" else 1


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Connection:
    """A connection that reads whole answers."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)

    def call(self, data, answers=1):
        """Sends requests and reads their answers; ends the program unless all are a success."""
        self.socket.sendall(data)
        received = b""
        while answers:
            head, end, rest = received.partition(b"\r\n\r\n")
            if end:
                lower = head.lower()
                length = int(lower.split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
                if len(rest) >= length:
                    if not head.startswith(b"HTTP/1.1 200"):
                        sys.exit(received.decode(errors="replace"))
                    received, answers = rest[length:], answers - 1
                    continue
            more = self.socket.recv(1 << 16)
            if not more:
                sys.exit("the server closed the connection")
            received += more

    def close(self):
        self.socket.close()


class Server:
    """A program that listens on $PORT with $WORKERS threads; `wrap` is put before its command."""

    def __init__(self, binary, wrap=(), workers=1):
        write_static()
        self.port = free_port()
        env = dict(os.environ, PORT=str(self.port), WORKERS=str(workers), STATIC_DIR=STATIC)
        self.started = time.perf_counter()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([*wrap, binary], env=env, **quiet)
        self.pid = self.process.pid

    def wait(self, seconds=60):
        """Waits for the first answer; seconds since the start."""
        data = request("json", self.port)
        while time.perf_counter() - self.started < seconds:
            if self.process.poll() is not None:
                sys.exit(f"the server ended with {self.process.returncode}")
            try:
                connection = Connection(self.port)
            except OSError:
                time.sleep(0.0003)
                continue
            connection.call(data)
            took = time.perf_counter() - self.started
            connection.close()
            return took
        sys.exit("the server does not listen")

    def cpu(self):
        """Seconds of CPU time so far, of all threads, user and kernel."""
        return time.clock_gettime((~self.pid << 3) | 2)  # what clock_getcpuclockid(3) makes of a process

    def memory(self):
        """Resident memory in KiB."""
        with open(f"/proc/{self.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def kill(self):
        self.process.kill()
        self.process.wait()


def write_static():
    """16 KiB, the file of the workload `static`."""
    path = os.path.join(STATIC, "file.bin")
    if not os.path.exists(path):
        os.makedirs(STATIC, exist_ok=True)
        with open(path, "wb") as file:
            file.write(bytes((i * 7 + i // 256) % 256 for i in range(16384)))


def named(arguments):
    """`NAME=PATH` or `PATH`, of the command line."""
    pairs = (argument.partition("=") for argument in arguments)
    return {name if path else os.path.basename(name): path or name for name, _, path in pairs}


def table(title, names, rows, show="{:.0f}"):
    """Prints a table; `rows` maps what is measured to one value for each name, ratios being to the first."""
    print(f"\n| {title} | " + " | ".join(names) + " |\n|---|" + "---|" * len(names))
    for row, values in rows.items():
        first = values[0]
        cells = [show.format(value) if value is not None else "-" for value in values]
        for i, value in enumerate(values[1:], 1):
            if value is not None and first:
                cells[i] += f" ({value / first:.2f})"
        print(f"| {row} | " + " | ".join(cells) + " |")
