"""Starts and stops the programs, and reads what they cost: processor time and resident memory (Linux)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from importlib.metadata import files as installed_files
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
START_SECONDS = 60
STREAMLIT = (
    "--server.headless=true", "--server.address=localhost", "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
)  # fmt: skip


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running program: where it answers, and its process."""

    url: str
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.time)

    def processes(self) -> list[int]:
        """Its process and all descendants."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for path in Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    waiting.extend(map(int, path.read_text().split()))
                except OSError:
                    continue
        return found

    def cpu_ms(self) -> float:
        """Processor time used so far, in milliseconds, ended threads included (POSIX process clock, nanoseconds)."""
        total = 0.0
        for pid in self.processes():
            try:
                total += time.clock_gettime((~pid << 3) | 2) * 1000
            except OSError:
                continue
        return total

    def memory_mb(self) -> float:
        """Resident memory in MB (10^6 bytes)."""
        total = 0
        for pid in self.processes():
            try:
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            except OSError:
                continue
            total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
        return total * 1024 / 1e6

    def stop(self) -> None:
        """Ends the process, by force if it does not go."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=5)


def static_folder(data: Path, into: Path) -> Path:
    """The folder of peer A: its page, Leaflet from the installed package, and the data."""
    shutil.copytree(HERE / "peers" / "static", into)
    for entry in installed_files("XStatic-Leaflet") or ():
        if str(entry) in {"xstatic/pkg/leaflet/data/leaflet.js", "xstatic/pkg/leaflet/data/leaflet.css"}:
            shutil.copy(str(entry.locate()), into / entry.name)
    shutil.copy(data, into / "data.json")
    return into


def static(folder: Path) -> Server:
    """Peer A: `python -m http.server`."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "localhost", "--directory", str(folder)]
    return _start(command, f"http://localhost:{port}/", cwd=folder, health="leaflet.css")


def peer(name: str, *, data: Path, files_url: str, cwd: Path, wait: bool = True, port: int = 0) -> Server:
    """A Streamlit peer from `peers/`, with Streamlit's default settings (`cwd` holds no settings file)."""
    port = port or free_port()
    script = HERE / "peers" / f"{name}.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", *STREAMLIT]
    env = {"PEER_DATA": str(data), "PEER_FILES": files_url.rstrip("/")}
    return _start(command, f"http://localhost:{port}/", cwd=cwd, env=env, wait=wait)


def ours(folder: Path, *, wait: bool = True, port: int = 0) -> Server:
    """The app as it stands, on another data folder."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    return _start(command, f"http://localhost:{port}/", cwd=ROOT, env={"CORRIDOR_ATLAS_DATA": str(folder)}, wait=wait)


def _start(
    command: list[str], url: str, *, cwd: Path, health: str = "_stcore/health", env: dict[str, str] | None = None,
    wait: bool = True,
) -> Server:  # fmt: skip
    output = subprocess.DEVNULL if not os.environ.get("BENCHMARK_VERBOSE") else None
    started = time.time()
    process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **(env or {})}, stdout=output, stderr=output)
    server = Server(url, process, started)
    if wait:
        answer(server, health)
    return server


def answer(server: Server, health: str = "_stcore/health") -> None:
    """Waits until the program answers. Raises `RuntimeError` when it does not."""
    end = time.time() + START_SECONDS
    while time.time() < end:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.url} ended at once; run with BENCHMARK_VERBOSE=1 to see why")
        try:
            with urllib.request.urlopen(server.url + health, timeout=2) as reply:
                reply.read()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    server.stop()
    raise RuntimeError(f"{server.url} did not answer within {START_SECONDS} s")
