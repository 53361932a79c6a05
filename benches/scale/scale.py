"""How the cost of a store grows with the articles in it, and whether it still knows as much.

    cargo build --release --features rocksdb --bin renda --example generate
    python3 benches/scale/scale.py target/release/renda target/release/examples/generate 1000 10000 100000

Each size: articles are generated, built into a store, scored against the truth they were generated with, and asked for
over HTTP on loopback (the median of five answers of a warm server, the first two not counted). What was generated is
removed again. A hundred thousand articles take 260 MB, their truth 800 MB and their store 12 GB while it is built.
`--extract N` sends so many articles from the generator through `renda extract -`, with nothing on the disk.
"""

import argparse
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from measured import bytes_below, exponent, head, row, run

# The question, and the address that answers it. Five regions of as many provinces.
ASKED = {
    "adopted": "/mechanism/deputy-vote-on-livelihood-projects.json",
    "compare": "/compare.json?region=141100&region=330200&region=110102&region=320300&region=430100",
    "show": "/region/141100.json",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("renda", type=Path)
    parser.add_argument("generate", type=Path)
    parser.add_argument("articles", type=int, nargs="*")
    parser.add_argument("--seed", default="9")
    parser.add_argument("--backend", default="rocksdb")
    parser.add_argument("--extract", type=int, default=0, metavar="N")
    parser.add_argument("--unasked", action="store_true", help="only build and score")
    parser.add_argument("--keep", type=Path, help="a folder for the stores, which then stay")
    return parser.parse_args()


def answers(renda, store):
    """Milliseconds of each answer of a warm server, with what loopback adds."""
    command = [renda, "serve", "--store", store, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            root = next(w for line in server.stderr for w in line.split() if w.startswith("http://")).rstrip("/")

            def get(path):
                with urllib.request.urlopen(root + path, timeout=600) as answer:
                    return answer.read()

            for _ in range(600):
                # Until it is ready it answers with 503.
                with contextlib.suppress(OSError):
                    get("/health/ready")
                    break
                time.sleep(0.1)
            taken = {}
            for question, path in ASKED.items():
                times = []
                for _ in range(7):
                    started = time.monotonic()
                    get(path)
                    times.append(1e3 * (time.monotonic() - started))
                taken[question] = statistics.median(times[2:])
            return taken
        finally:
            server.terminate()


def measure(options, articles, scratch):
    """One size: what it cost, and what it knows."""
    made, store = Path(scratch, "made"), Path(options.keep or scratch, f"{articles}.db")
    run([options.generate, f"{articles}a", options.seed, made])
    built = run(
        [options.renda, "build", made / "pages", "--store", store, "--fresh", "--backend", options.backend, "--log", "json"]
    )
    told = json.loads([line for line in built.err.splitlines() if b'"event":"summary"' in line][-1])["store"]
    disk = bytes_below(store)
    score = json.loads(run([options.renda, "eval", made / "gold", "--store", store, "--format", "json"]).out)
    shutil.rmtree(made)
    taken = {} if options.unasked else answers(options.renda, store)
    if not options.keep:
        shutil.rmtree(store)
    return built, told, disk, score, taken


def main():
    options = arguments()
    sizes, costs, walls, peaks = [], [], [], []
    head("articles", "wall s", "processor s", "peak MB", "quads", "facts", "disk MB", *[f"{q} ms" for q in ASKED], "precision/recall")
    with tempfile.TemporaryDirectory(dir=options.keep) as scratch:
        for articles in options.articles:
            built, told, disk, score, taken = measure(options, articles, scratch)
            kinds = ["adoption", "observation", "statute"]
            truth = ", ".join(f"{kind} {score[kind]['precision']:.3f}/{score[kind]['recall']:.3f}" for kind in kinds)
            row(
                told["articles"], f"{built.wall:.1f}", f"{built.cpu:.1f}", f"{built.peak:.0f}", told["quads"], told["facts"],
                f"{disk / 1e6:.0f}", *[f"{taken[q]:.1f}" if taken else "" for q in ASKED], truth,
            )
            sizes.append(told["articles"])
            costs.append(built.cpu)
            walls.append(built.wall)
            peaks.append(built.peak)
    if len(sizes) > 1:
        print(f"\nprocessor time grows by articles^{exponent(sizes, costs):.3f}, the clock by ^{exponent(sizes, walls):.3f},", end="")
        print(f" memory by ^{exponent(sizes, peaks):.3f}")
    if options.extract:
        pages = subprocess.Popen([options.generate, f"{options.extract}a", options.seed, "-"], stdout=subprocess.PIPE)
        extracted = run(["bash", "-c", f"set -o pipefail; '{options.renda}' extract - --trailer | tail -n 1"], stdin=pages.stdout)
        print(f"\nextracted: {extracted.out.decode().strip()}; {extracted.wall:.1f} s, {extracted.cpu:.1f} s of processor, {extracted.peak:.0f} MB")
        if pages.wait():
            sys.exit("the generator failed")


main()
