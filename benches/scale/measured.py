"""What a program costs: the measure that all benches of this folder share."""

import math
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    """Of a program that ended: seconds by the clock and of the processor, megabytes at its peak, what it printed."""

    wall: float
    cpu: float
    peak: float
    out: bytes
    err: bytes


def run(command, stdin=None, env=None):
    """Runs a program with its children to its end; fails as it does."""
    started = time.monotonic()
    words = tempfile.TemporaryFile()
    child = subprocess.Popen([str(word) for word in command], stdin=stdin, stdout=subprocess.PIPE, stderr=words, env=env)
    out = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    words.seek(0)
    err = words.read()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command}: ended with {child.returncode}: {err.decode(errors='replace')[-2000:]}")
    return Cost(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out, err)


def exponent(sizes, costs):
    """The power by which costs grow with sizes: the slope of a line through their logarithms."""
    if len(sizes) < 2:
        return float("nan")
    return statistics.linear_regression([math.log(n) for n in sizes], [math.log(c) for c in costs]).slope


def bytes_below(folder):
    """On the disk, each file once, also where two names lead to it."""
    files = {}
    for file in Path(folder).rglob("*"):
        if file.is_file():
            stat = file.stat()
            files[stat.st_ino] = stat.st_blocks * 512
    return sum(files.values())


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells):
    row(*cells)
    row(*["---"] * len(cells))
