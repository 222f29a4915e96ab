"""What an uncached find page costs, in CPU, beside a Flask page that says hello, in the same server.

`make bench` runs it: both sites are served by gunicorn as `make run` serves ours, asked in turn, and the
CPU time of their worker processes is read from the system. No page is cached; every question differs.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

ROUNDS = 5
REQUESTS = 300
HELLO = """
from flask import Flask
app = Flask(__name__)
@app.get("/")
def hello():
    return "hello"
"""
QUESTIONS = {
    "one word": [
        f"q={quote_plus(word)}" for word in ("play", "massage", "clinic", "english", "music", "sleep", "walk")
    ],
    "words and place": [
        f"q={quote_plus(words)}&near={quote_plus(near)}"
        for words in ("baby group", "story time", "first aid")
        for near in ("QX1 2AB", "QX2", "QX5")
    ],
    "filters": [
        f"near=QX1+2AB&age={age}&day={day}&cost=free&way=open"
        for age in ("3", "9", "30")
        for day in ("mon", "tue", "sat")
    ],
    "everything": [f"sort=soonest&page={page}" for page in range(1, 20)],
}


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its children so far."""
    total = 0.0
    for member in (pid, *_children(pid)):
        fields = Path(f"/proc/{member}/stat").read_text().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def served(app: str, port: int, folder: Path, data: Path) -> Iterator[int]:
    command = [
        *(sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
        *("--workers", "1", "--threads", "8", "--log-level", "error", "--no-control-socket"),
    ]
    env = {**os.environ, "DOORSTEP_DATA": str(data), "DOORSTEP_SEARCHES_PER_MINUTE": "1000000"}
    server = subprocess.Popen(command, cwd=folder, env=env)
    try:
        _wait_for(port)
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def milliseconds(pid: int, ask: Callable[[], None]) -> float:
    """CPU milliseconds a request, over one round."""
    before = cpu_seconds(pid)
    for _ in range(REQUESTS):
        ask()
    return (cpu_seconds(pid) - before) / REQUESTS * 1000


def asker(port: int, paths: list[str]) -> Callable[[], None]:
    turn = cycle(paths)

    def ask() -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{next(turn)}", headers={"Accept-Encoding": "zstd, br, gzip"}
        )
        urllib.request.urlopen(request, timeout=10).read()

    return ask


def main() -> None:
    here = Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory() as folder:
        work, data = Path(folder), Path(folder) / "data"
        (work / "hello.py").write_text(HELLO)
        env = {**os.environ, "DOORSTEP_DATA": str(data)}
        subprocess.run([sys.executable, "-m", "directory", "setup"], cwd=here, env=env, check=True)
        with served("hello:app", 8391, work, data) as hello, served("wsgi:app", 8392, here, data) as doorstep:
            asks = {
                name: asker(8392, [f"/en/find?{each}" for each in found]) for name, found in QUESTIONS.items()
            }
            greet = asker(8391, ["/"])
            rounds: dict[str, list[float]] = {name: [] for name in ("hello", *asks)}
            for _ in range(ROUNDS):
                rounds["hello"].append(milliseconds(hello, greet))
                for name, ask in asks.items():
                    rounds[name].append(milliseconds(doorstep, ask))
    report(rounds)


def report(rounds: dict[str, list[float]]) -> None:
    base = median(rounds["hello"])
    print(f"\n{'page':<18}{'CPU ms':>8}{'× hello':>9}")
    for name, figures in rounds.items():
        print(f"{name:<18}{median(figures):>8.2f}{median(figures) / base:>9.1f}")


if __name__ == "__main__":
    main()
