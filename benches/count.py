#!/usr/bin/env python3
"""Counts the instructions and allocations a server spends on one request, in user space.

    cargo build --release
    python3 count.py target/release/raw-hyper target/release/fasterapi-bench    # ratios to the first
    python3 count.py --workloads json,orders NAME=PATH ...
    python3 count.py --check target/release/fasterapi-bench                     # against baseline.json
    python3 count.py --save target/release/fasterapi-bench                      # makes it the baseline

Works for any server that answers the endpoints of README.md. Requests go over one connection, one after the other, under
callgrind; the difference between many and few of them leaves out what a connection costs. In `pipeline` 16 are sent at
once, in `close` each has a connection of its own. Needs valgrind. The numbers belong to a compiler, an allocator and a
processor: a baseline is compared where it was made.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from workloads import SENT, WORKLOADS, Connection, Server, at_once, named, request, table

BASELINE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "baseline.json")
# a run differs from the next by less than this, and a change that costs more is worth a look
TOLERANCE = 0.02
ALLOCATORS = ("malloc", "calloc", "realloc")


def read_profile(path):
    """Instructions, and calls of the allocator."""
    total, names, calls, callee = 0, {}, {}, None
    with open(path, encoding="utf-8", errors="replace") as profile:
        for line in profile:
            if line.startswith("calls="):
                calls[callee] = calls.get(callee, 0) + int(line[6:].split()[0])
            elif line.startswith(("fn=", "cfn=")):
                number, _, name = line.split("=", 1)[1].strip().partition(" ")
                if name:
                    names[number] = name
                callee = number
            elif line.startswith("totals:"):
                total = int(line.split()[1])
    return total, sum(count for number, count in calls.items() if names.get(number) in ALLOCATORS)


def count(binary, workloads):
    """Instructions and allocations per request, for each workload."""
    counted = {}
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        server = Server(binary, ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "-q"])
        server.wait(120)
        dumps = 0

        def spend(workload, requests):
            nonlocal dumps
            data, together = request(workload, server.port), at_once(workload)
            connection = Connection(server.port)
            for number in range(0, requests, together):
                if workload == "close" and number:
                    connection.close()
                    connection = Connection(server.port)
                connection.call(data, together)
            connection.close()
            time.sleep(0.05)
            # a dump sets the counters to zero
            subprocess.run(["callgrind_control", "-d", str(server.pid)], check=True, capture_output=True)
            dumps += 1
            files = [file for file in os.listdir(folder) if re.fullmatch(rf"out\.{dumps}(-\d+)?", file)]
            profiles = [read_profile(os.path.join(folder, file)) for file in files]
            return [sum(column) for column in zip(*profiles)]

        for workload in workloads:
            many = 40 if workload == "list" else 320
            spend(workload, many // 2)
            few, twice = spend(workload, many), spend(workload, 2 * many)
            counted[workload] = [(b - a) / many for a, b in zip(few, twice)]
        server.kill()
    return counted


def check(counted):
    """Compares with the baseline; ends the program if anything costs more."""
    with open(BASELINE, encoding="utf-8") as file:
        baseline = json.load(file)["instructions"]
    worse = False
    for workload, (instructions, _) in counted.items():
        before = baseline[workload]
        change = instructions / before - 1
        worse |= change > TOLERANCE
        verdict = "costs more" if change > TOLERANCE else "costs less: --save it" if change < -TOLERANCE else "as before"
        print(f"{workload:12} {before:10.0f} {instructions:10.0f} {change:+7.1%}  {verdict}")
    sys.exit(worse)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", nargs="+", metavar="[NAME=]PATH")
    parser.add_argument("--workloads", default=",".join([*WORKLOADS, *SENT]))
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true")
    group.add_argument("--save", action="store_true")
    given = parser.parse_args()
    servers, workloads = named(given.servers), given.workloads.split(",")
    counted = [count(binary, workloads) for binary in servers.values()]
    for place, title in enumerate(["instructions", "allocations"]):
        rows = {workload: [each[workload][place] for each in counted] for workload in workloads}
        table(title, list(servers), rows, "{:.0f}" if place == 0 else "{:.1f}")
    if given.save:
        compiler = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
        instructions = {workload: round(spent) for workload, (spent, _) in counted[0].items()}
        with open(BASELINE, "w", encoding="utf-8") as file:
            json.dump({"compiler": compiler, "instructions": instructions}, file, indent=2)
            file.write("\n")
    if given.check:
        check(counted[0])


main()
