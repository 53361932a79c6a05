"""renda beside what a Python user writes in an afternoon: pages → N-Quads → a store → which regions adopted 票决制.

    cargo build --release --bin renda --example generate
    python3 benches/scale/peer.py target/release/renda PEER [--python PYTHON] [--pages FOLDER | --generate PROGRAM]

PEER is the peer's program (jieba, cpca or an automaton over names, regular expressions, pyoxigraph), PYTHON one that has
its packages, FOLDER text files; without it 5 MB are generated. Both run in turn, three times; medians. With `--gaz` the
peer finds regions by its automaton, which is faster than cpca by far.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from measured import head, row, run


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("renda", type=Path)
    parser.add_argument("peer", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--generate", type=Path)
    parser.add_argument("--bytes", default="5000000")
    parser.add_argument("--gaz", action="store_true")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if not options.peer.is_file():
        sys.exit(f"SKIPPED: needs the peer, and {options.peer} is not there")
    ours, theirs, first = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        pages = options.pages
        if not pages:
            if not options.generate:
                sys.exit("give --pages or --generate")
            run([options.generate, options.bytes, "5", Path(scratch, "made")])
            # The peer reads one folder.
            pages = Path(scratch, "pages")
            pages.mkdir()
            for file in Path(scratch, "made", "pages").rglob("*.txt"):
                file.rename(pages / file.name)
        size = sum(file.stat().st_size for file in pages.glob("*.txt"))
        store, quads = Path(scratch, "renda.db"), Path(scratch, "peer.nq")
        peer = [options.python, options.peer.resolve(), pages.resolve(), quads, *(["--gaz"] if options.gaz else [])]
        for _ in range(options.runs):
            theirs.append(run(peer, env=dict(os.environ, PYTHONUTF8="1")))
            ours.append(run([options.renda, "build", pages, "--store", store, "--fresh"]))
            first.append(run([options.renda, "adopted", "票决制", "--store", store]))

    def median(costs, of):
        return statistics.median(of(cost) for cost in costs)

    print(f"{size / 1e6:.2f} MB; {theirs[0].out.decode().splitlines()[0]}\n")
    head("", "wall s", "processor s", "peak MB", "× the peer, wall", "× the peer, processor")
    wall, cpu = median(theirs, lambda c: c.wall), median(theirs, lambda c: c.cpu)
    for name, costs in [("peer", theirs), ("renda build", ours), ("renda adopted, a warm store", first)]:
        w, c = median(costs, lambda c: c.wall), median(costs, lambda c: c.cpu)
        row(name, f"{w:.2f}", f"{c:.2f}", f"{median(costs, lambda c: c.peak):.0f}", f"{wall / w:.1f}", f"{cpu / c:.1f}")


main()
