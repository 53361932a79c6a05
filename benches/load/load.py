"""How many requests `renda serve` answers, beside `oxigraph serve` over the same data with the same queries.

    cargo build --release
    pip install oxigraph && apt-get install wrk
    python3 benches/load/load.py target/release/renda [ARTICLES...]

Sixteen clients ask for a minute each, in turn: queries of renda, queries of oxigraph, queries and pages of renda while a
new generation is built beside it. Before that both give the same answer to each query. Everything stays on loopback.
Ends with 1 where an answer differs or a request fails.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ROWS, GRAPH = "application/sparql-results+json", "application/n-triples"
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("renda", type=Path)
    parser.add_argument("articles", type=Path, nargs="*")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"), help="the program that the package brings")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--clients", type=int, default=16)
    return parser.parse_args()


def queries():
    """Path and Accept of each query."""
    for file in sorted((HERE / "query").glob("*.rq")):
        sparql = file.read_text(encoding="utf-8")
        accept = GRAPH if "\nCONSTRUCT" in sparql else ROWS
        yield "/sparql?" + urllib.parse.urlencode({"query": sparql}, quote_via=urllib.parse.quote), accept


def pages():
    for path in (HERE / "pages.txt").read_text().split():
        yield path, "*/*" if "." in path else HTML


def get(root, path, accept="*/*"):
    with urllib.request.urlopen(urllib.request.Request(root + path, headers={"Accept": accept}), timeout=60) as answer:
        return answer.read()


def said(body, accept):
    """An answer without the order that a query leaves open, and without what programs write as they like."""
    if accept == GRAPH:
        return sorted(set(body.decode().splitlines()))
    told = json.loads(body)
    if "boolean" in told:
        return told["boolean"]
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in told["results"]["bindings"])


@contextlib.contextmanager
def ended(process):
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def processor(pid):
    """Seconds of processor time that a process and its children took, those that ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):
            children += (task / "children").read_text().split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + sum(map(processor, children))


@contextlib.contextmanager
def renda(program, store):
    command = [program, "serve", "--store", store, "--port", "0"]
    with ended(subprocess.Popen(command, stderr=subprocess.PIPE, text=True)) as server:
        root = next(word for line in server.stderr for word in line.split() if word.startswith("http://")).rstrip("/")
        threading.Thread(target=lambda: [print("renda:", line, end="") for line in server.stderr], daemon=True).start()
        for _ in range(600):
            with contextlib.suppress(OSError):
                if json.loads(get(root, "/health/ready"))["ready"]:
                    break
            time.sleep(0.1)
        yield root, server.pid


@contextlib.contextmanager
def oxigraph(program, graph):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [program, "serve", "--bind", address, "--union-default-graph"]
    with ended(subprocess.Popen(command, stderr=subprocess.DEVNULL)) as server:
        for _ in range(600):
            with contextlib.suppress(OSError):
                load = urllib.request.Request(
                    f"http://{address}/store", data=graph, headers={"Content-Type": "application/n-quads"}
                )
                urllib.request.urlopen(load, timeout=120).close()
                break
            time.sleep(0.1)
        yield f"http://{address}", server.pid


def load(server, requests, options):
    """What wrk tells of so many clients that ask these requests in turn, after one that asked all of them."""
    root, pid = server
    for path, accept in requests:
        get(root, path, accept)
    before = processor(pid)
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.writelines(f"{path}\t{accept}\n" for path, accept in requests)
        file.flush()
        wrk = ["wrk", f"-c{options.clients}", "-t2", f"-d{options.seconds}s", "--timeout", "20s"]
        command = [*wrk, "-s", HERE / "mix.lua", root, "--", file.name]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1]) | {"processor": processor(pid) - before}


def build(options, store, files):
    command = [options.renda, "build", *files, "--store", store]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def shown(name, told):
    rate = told["requests"] / told["seconds"]
    faults = {key: told[key] for key in ["not_2xx_3xx", "broken", "late"] if told[key]}
    print(
        f"| {name} | {told['requests']} | {rate:.0f} | {told['median']:.1f} | {told['p99']:.1f} "
        f"| {told['longest']:.0f} | {1e3 * told['processor'] / told['requests']:.2f} "
        f"| {told['bytes'] / told['requests']:.0f} | {faults or 0} |",
        flush=True,
    )
    return rate, sum(faults.values())


def main():
    options = arguments()
    shared = ROOT.parent / "shared" / "corpus"
    articles = options.articles or [ROOT / "data" / "articles", *([shared] if shared.is_dir() else [])]
    asked, mixed = list(queries()), [*queries(), *pages()]
    failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch, "renda.db")
        build(options, store, articles)
        graph = subprocess.run(
            [options.renda, "export", "--format", "nq", "--store", store], check=True, capture_output=True
        ).stdout
        quads = graph.count(b"\n")
        print(f"{options.clients} clients, {options.seconds} s each, {len(asked)} queries, {len(mixed)} with pages, {quads} quads\n")
        print("| | requests | a second | median ms | p99 ms | longest ms | processor ms each | bytes each | failed |\n|---|---|---|---|---|---|---|---|---|")
        with renda(options.renda, store) as ours:
            rates = []
            with oxigraph(options.oxigraph, graph) if options.oxigraph else contextlib.nullcontext() as theirs:
                servers = [("renda, queries", ours), *([("oxigraph, queries", theirs)] if theirs else [])]
                if theirs:
                    for path, accept in asked:
                        if said(get(ours[0], path, accept), accept) != said(get(theirs[0], path, accept), accept):
                            print("answers differ:", urllib.parse.unquote(path), file=sys.stderr)
                            failed += 1
                for name, server in servers:
                    rate, faults = shown(name, load(server, asked, options))
                    rates.append(rate)
                    failed += faults
            more = Path(scratch, "more.txt")
            more.write_text("某县人大常委会：一篇新文章\n□ 测试\n吕梁市人大常委会推行民生实事项目人大代表票决制。\n", encoding="utf-8")
            beside = threading.Timer(options.seconds / 3, build, [options, store, [*articles, more]])
            beside.start()
            failed += shown("renda, queries and pages, a build beside", load(ours, mixed, options))[1]
            beside.join()
            generation = json.loads(get(ours[0], "/health/ready"))["generation"]
        print(f"\ngeneration {generation} is served at the end", end="")
        print(f"; renda answers {rates[0] / rates[1]:.2f} times as many queries as oxigraph" if len(rates) > 1 else "")
        failed += generation != 2
    sys.exit(1 if failed else 0)


main()
