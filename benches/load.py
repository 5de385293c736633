#!/usr/bin/env python3
"""Measures CPU time and throughput of servers side by side, under load.

    cargo build --release
    python3 load.py target/release/raw-hyper target/release/fasterapi-bench     # ratios to the first
    python3 load.py --workloads json,pipeline --rounds 5 --seconds 2 NAME=PATH ...

Works for any server that answers the endpoints of README.md. Each server has one worker on the first core, wrk has the
second; the servers take turns, and what is shown is the median of the rounds. CPU time is that of all threads of the
server, user and kernel: it hardly moves when somebody else uses the cores, requests per second do. Needs wrk.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile

from workloads import SENT, WORKLOADS, Server, named, request, table

# what wrk prints at the end
DONE = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("@@%d %d %d\\n", summary.requests, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def run(server, workload, seconds):
    """CPU microseconds a request, requests per second."""
    text = "".join(f"\\{byte:03d}" for byte in request(workload, server.port))
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f'local r = "{text}"\nrequest = function() return r end\n{DONE}')
        script.flush()
        command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "-s", script.name]
        before = server.cpu()
        said = subprocess.run([*command, f"http://127.0.0.1:{server.port}/"], check=True, capture_output=True, text=True)
        spent = server.cpu() - before
    found = re.search(r"@@(\d+) (\d+) (\d+)", said.stdout)
    requests, micros, errors = map(int, found.groups())
    if errors:
        sys.exit(f"{workload}: {errors} errors")
    return spent / requests * 1e6, requests / micros * 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", nargs="+", metavar="[NAME=]PATH")
    parser.add_argument("--workloads", default=",".join([*WORKLOADS, *SENT]))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    given = parser.parse_args()
    servers, workloads = named(given.servers), given.workloads.split(",")
    if os.cpu_count() < 2:
        sys.exit("needs two cores: one for the server, one for wrk")
    running = [Server(binary, ["taskset", "-c", "0"]) for binary in servers.values()]
    for server in running:
        server.wait()
    cpu, rate = {}, {}
    for workload in workloads:
        rounds = [[run(server, workload, given.seconds) for server in running] for _ in range(given.rounds)]
        for place, rows in enumerate([cpu, rate]):
            rows[workload] = [statistics.median(values[i][place] for values in rounds) for i in range(len(running))]
    for server in running:
        server.stop()
    table("CPU microseconds a request", list(servers), cpu, "{:.2f}")
    table("requests per second", list(servers), rate)


main()
