"""The server: what it refuses, what it survives, how it begins and ends."""

import http.client
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from urllib.parse import quote

import psutil
import pytest
import uvicorn

from exploring import HOST, Server, free_port, serving
from yanggaudin.errors import DomainError
from yanggaudin.explorer.serve import serve
from yanggaudin.explorer.views import VIEWS


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def test_interface_of_other_tools(server: Server) -> None:
    reply = server.ask("/api/mass.json?gamma=1")
    assert reply.status == 200
    number = reply.json["numbers"]["mass_ratio"]
    assert {"value", "unit", "error"} <= number.keys()
    assert abs(number["value"] - 0.7887955798539590557) <= number["error"]
    assert server.ask("/").headers["content-type"].startswith("text/html")
    refused = server.ask("/api/mass.json?gamma=-1")
    assert refused.status == 422
    assert refused.json == {"error": "gamma must be >= 0, got -1.0", "input": "gamma"}


def test_every_answer_forbids_the_page_what_it_does_not_need(server: Server) -> None:
    for path in ("/", "/page/explorer.js", "/api/views.json", "/api/mass.csv", "/nowhere"):
        policy = server.ask(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_foreign_names_and_other_methods_are_refused(server: Server) -> None:
    assert server.ask("/", headers={"Host": f"localhost:{server.port}"}).status == 200
    for host in ("evil.example", "127.0.0.1.evil.example", "", "[::1]"):
        assert server.ask("/api/mass.json", headers={"Host": host}).status == 400
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        for path in ("/", "/api/mass.json", "/api/views.json", "/page/style.css"):
            assert server.ask(path, method).status == 405


def test_other_sites_cannot_ask(server: Server) -> None:
    """A browser says with every request whether another site made it."""
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert server.ask("/api/mass.json", headers=foreign).status == 403
    assert server.ask("/", headers=foreign).status == 200  # a link leads here
    assert server.ask("/api/mass.json", headers={"Sec-Fetch-Site": "same-origin"}).status == 200


def test_only_files_of_the_page_are_there(server: Server) -> None:
    for path in (
        "/page/../server.py",
        "/page/%2e%2e/server.py",
        "/page/..%2fserver.py",
        "/page//etc/passwd",
        "/api/mass",
        "/api/mass.exe",
        "/api/nothing.json",
        "/api/",
    ):
        assert server.ask(path).status == 404, path


@pytest.mark.slow
def test_port_that_is_taken_gives_the_next() -> None:
    with socket.create_server((HOST, free_port())) as taken:
        port = taken.getsockname()[1]
        with serving(port) as one:
            assert one.port > port
            assert one.ask("/").status == 200


@pytest.mark.slow
def test_interrupt_ends_it_and_its_processes_with_code_0() -> None:
    with serving() as one:
        assert one.ask("/api/mass.json").status == 200
        children = psutil.Process(one.process.pid).children(recursive=True)
        assert children
        one.process.send_signal(signal.SIGINT)
        assert one.process.wait(20) == 0
        _, alive = psutil.wait_procs(children, timeout=20)
        assert not alive


@pytest.mark.parametrize(
    ("host", "port", "match"),
    [
        ("0.0.0.0", 8650, "host must be"),
        ("", 8650, "host"),
        (HOST, 0, "port"),
        (HOST, 70000, "port"),
    ],
)
def test_addresses_that_cannot_be(host: str, port: int, match: str) -> None:
    with pytest.raises(DomainError, match=match):
        serve(host, port, browser=False, say=print)


def test_port_of_which_there_is_no_next_is_refused() -> None:
    with suppress(OSError), socket.create_server((HOST, 65535)):
        pass  # nobody else has it
    with (
        socket.create_server((HOST, 65535)),
        pytest.raises(DomainError, match="port must be free, and none is from 65535 on"),
    ):
        serve(HOST, 65535, browser=False, say=print)


def test_address_of_another_machine_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="assign"):
        serve("192.0.2.1", 8650, browser=False, say=print)


def test_browser_is_opened_where_the_server_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    opened: list[tuple[str, int]] = []

    def run(_: uvicorn.Server, sockets: list[socket.socket]) -> None:
        opened.append(sockets[0].getsockname())
        raise KeyboardInterrupt  # as uvicorn does again when all is closed

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr("webbrowser.open", said.append)
    serve(HOST, free_port(), browser=True, say=said.append)
    assert said == [f"http://{HOST}:{opened[0][1]}/"] * 2


def test_without_the_extra_the_command_says_how_to_install_it() -> None:
    code = (
        "import sys; sys.modules['starlette'] = None; sys.argv = ['yanggaudin', 'explore'];"
        "from yanggaudin.__main__ import main; main()"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert "pip install 'yanggaudin[explorer]'" in found.stderr


def test_import_does_not_load_the_server() -> None:
    code = (
        "import sys, yanggaudin, yanggaudin.cli, yanggaudin.cli.explore;"
        "sys.exit('starlette' in sys.modules or 'anyio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_computation_that_nobody_waits_for_is_ended(server: Server) -> None:
    """A minute's work for a client that leaves."""
    parent = psutil.Process(server.process.pid)
    server.ask("/api/mass.json")
    before = {child.pid for child in parent.children()}
    with socket.create_connection((HOST, server.port)) as client:
        path = "/api/digits.numbers.json?gamma=1e-3&digits=200"
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        time.sleep(1)
    gone = time.monotonic()
    while before <= {child.pid for child in parent.children()}:
        assert time.monotonic() < gone + 10
        time.sleep(0.05)
    assert server.ask("/api/mass.json").status == 200


def _word(draw: random.Random) -> str:
    """What may stand in a field, or should not."""
    letters = "0123456789.eE+-/infa %&=?#;'\"<>\\\x00γ∞½٣"
    return draw.choice(
        [
            str(draw.uniform(-10, 10)),
            f"{draw.uniform(1, 10)}e{draw.randint(-400, 400)}",
            str(draw.randint(-5, 300)),
            "".join(draw.choices(letters, k=draw.randint(0, 12))),
            "9" * draw.randint(1, 400),
            "1e999999999999",
            "1/1e9",
            "nan",
        ]
    )


def _random_path(draw: random.Random) -> str:
    view = VIEWS[draw.choice(list(VIEWS))]
    names = [one.name for one in view.inputs] + ["nodes", "γ"]
    # a gas at a temperature, many digits and many atoms are bounded but slow
    cheap = {"temperature": "-1", "digits": "30", "n_particles": "5"}
    words = {name: cheap.get(name) or _word(draw) for name in draw.sample(names, k=2)}
    query = "&".join(f"{quote(name)}={quote(word)}" for name, word in words.items())
    kind = draw.choice(["numbers.json", "csv", "json.json", ""])
    return f"/api/{view.name}.{kind}?{query}"


@pytest.mark.slow
def test_ten_thousand_random_requests_leave_it_answering(server: Server) -> None:
    draw = random.Random(1)
    parent = psutil.Process(server.process.pid)
    seen: set[int] = set()

    def some(count: int) -> None:
        with closing(http.client.HTTPConnection(HOST, server.port, timeout=100)) as client:
            for _ in range(count):
                client.request("GET", _random_path(draw))
                reply = client.getresponse()
                reply.read()
                seen.add(reply.status)

    def memory() -> float:
        return float(sum(p.memory_info().rss for p in [parent, *parent.children()])) / 2**20

    some(2000)
    before = memory()
    some(8000)
    assert seen == {200, 404, 422}
    assert memory() < before + 40
    assert server.ask("/api/mass.json?gamma=1").status == 200


@pytest.mark.slow
def test_fifty_clients_at_once_are_answered(server: Server) -> None:
    def client(number: int) -> list[int]:
        paths = [f"/api/dispersion.json?gamma={number + 1}.{k}" for k in range(4)]
        return [server.ask(path).status for path in paths]

    with ThreadPoolExecutor(50) as clients:
        found = list(clients.map(client, range(50)))
    assert found == [[200] * 4] * 50
