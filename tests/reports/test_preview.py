import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.cli import report, serve
from reports.preview import NoPublicationError, open_preview


@dataclass(slots=True)
class Front:
    """The front door, as far as these commands know it."""

    data_dir: Path
    asked: list[bool]

    def run_report(self, accept_shrinking: bool) -> int:
        self.asked.append(accept_shrinking)
        return 4 if accept_shrinking else 0


def _publish(data_dir: Path, name: str) -> None:
    folder = data_dir / "publications" / name
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "register.duckdb").write_bytes(b"")
    (folder / "index.html").write_text(name)
    link = data_dir / "publication.new"
    link.symlink_to(f"publications/{name}")
    link.replace(data_dir / "publication")


@contextmanager
def _served(data_dir: Path) -> Iterator[str]:
    with open_preview(data_dir, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
    return body.decode()


def test_the_preview_shows_the_newest_publication_at_every_request(tmp_path: Path) -> None:
    _publish(tmp_path, "one")
    with _served(tmp_path) as address:
        assert _read(f"{address}/") == "one"
        _publish(tmp_path, "two")
        assert _read(f"{address}/index.html") == "two"


def test_without_a_publication_there_is_nothing_to_preview(tmp_path: Path) -> None:
    with pytest.raises(NoPublicationError, match="herbruik nightly"):
        open_preview(tmp_path, 0)


def test_serve_says_that_nothing_is_published_and_exits_4(tmp_path: Path) -> None:
    result = CliRunner().invoke(serve, [], obj=Front(tmp_path, []))
    assert (result.exit_code, "Nothing is published" in result.output) == (4, True)


def test_serve_says_that_a_port_is_taken_and_exits_2(tmp_path: Path) -> None:
    _publish(tmp_path, "one")
    with open_preview(tmp_path, 0) as server:
        result = CliRunner().invoke(serve, ["--port", str(server.server_port)], obj=Front(tmp_path, []))
    assert (result.exit_code, "Choose another with --port" in result.output) == (2, True)


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_serve_refuses_a_port_that_cannot_be(tmp_path: Path, port: str) -> None:
    result = CliRunner().invoke(serve, [f"--port={port}"], obj=Front(tmp_path, []))
    assert (result.exit_code, "is not in the range 0<=x<=65535" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "accepted", "code"), [([], False, 0), (["--accept-shrinking"], True, 4)]
)
def test_report_hands_over_to_the_front_door(
    tmp_path: Path, arguments: list[str], accepted: bool, code: int
) -> None:
    front = Front(tmp_path, [])
    assert CliRunner().invoke(report, arguments, obj=front).exit_code == code
    assert front.asked == [accepted]
