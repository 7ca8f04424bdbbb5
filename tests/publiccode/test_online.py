import json
import socket
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from publiccode import Finding
from publiccode.cli import validate
from publiccode.online import Checked, Fetched, FetchError, check, fetch
from tests.publiccode.sample import TODAY, VALID, reading

PNG = b"\x89PNG\r\n\x1a\n...."
HOST = {"127.0.0.1"}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {"/": b"<html>", "/logo.png": PNG, "/logo.svg": b"<?xml?><svg/>", "/page.png": b"<html>"}
        content = answers.get(self.path.partition("?")[0])
        if self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.headers['Host'].rpartition(':')[2]}/")
        else:
            self.send_response(404 if content is None else 200)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Tests are silent."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def _text(site: str, *lines: str) -> str:
    text = VALID.replace("https://github.com/gemeente/zaakwijzer", f"{site}/")
    text = text.replace("https://zaakwijzer.readthedocs.io", f"{site}/?docs")
    return text + "".join(f"{line}\n" for line in lines)


def _check(text: str, seen: dict[str, date] | None = None, files: dict[str, bytes] | None = None) -> Checked:
    return check(
        reading(text),
        fetch=lambda url: fetch(url, limit=100, allowed_hosts=HOST),
        beside=None if files is None else files.get,
        seen=seen or {},
        today=TODAY,
    )


def _told(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.key_path) for finding in found]


def test_a_file_whose_addresses_answer_has_no_findings(site: str) -> None:
    checked = _check(_text(site, f"logo: {site}/logo.svg", f"landingURL: {site}/"))
    assert (checked.findings, checked.seen, checked.notes) == ((), {}, ())


def test_an_address_that_fails_once_is_noted_and_remembered_but_no_finding(site: str) -> None:
    checked = _check(_text(site, f"roadmap: {site}/gone"))
    assert (checked.findings, checked.seen) == ((), {f"{site}/gone": TODAY})
    assert "answers 404" in checked.notes[0]


@pytest.mark.parametrize(("days", "codes"), [(2, []), (3, [("address-unreachable", "roadmap")])])
def test_an_address_that_stays_away_for_three_days_is_a_finding(
    site: str, days: int, codes: list[tuple[str, str]]
) -> None:
    since = TODAY - timedelta(days=days)
    checked = _check(_text(site, f"roadmap: {site}/gone"), {f"{site}/gone": since, f"{site}/": since})
    assert _told(checked.findings) == codes
    assert checked.seen == {f"{site}/gone": since}


def test_images_must_be_images_on_the_web_and_in_the_repository(site: str) -> None:
    shots = f"    screenshots: [{site}/logo.png, {site}/page.png, a.png, b.png, c.png]\n    features:"
    text = _text(site, f"logo: {site}/page.png").replace("    features:", shots)
    checked = _check(text, files={"a.png": PNG, "b.png": b"version https://git-lfs"})
    assert _told(checked.findings) == [
        ("not-an-image", "logo"),
        ("not-an-image", "description.nl.screenshots[1]"),
        ("not-an-image", "description.nl.screenshots[3]"),
        ("image-not-found", "description.nl.screenshots[4]"),
    ]


def test_without_the_repository_its_images_are_not_looked_at_and_that_is_said(site: str) -> None:
    checked = _check(_text(site, "logo: img/logo.svg"))
    assert (checked.findings, len(checked.notes)) == ((), 1)
    assert "img/logo.svg" in checked.notes[0]


def test_private_addresses_are_not_looked_at_and_never_called_unreachable(site: str) -> None:
    checked = check(
        reading(_text(site)),
        fetch=lambda url: fetch(url, limit=9),
        beside=None,
        seen={f"{site}/": date(2020, 1, 1)},
        today=TODAY,
    )
    assert (checked.findings, checked.seen) == ((), {})
    assert all("private network" in note for note in checked.notes)


def test_a_redirect_to_a_name_for_a_private_address_is_refused_after_looking_it_up(site: str) -> None:
    with pytest.raises(FetchError, match="private network"):
        fetch(f"{site}/inside", limit=9, allowed_hosts=HOST)
    assert fetch(f"{site}/inside", limit=9, allowed_hosts=HOST | {"localhost"}).content == b"<html>"


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))

    def look_up(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [public]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(FetchError, match="private network"):
        fetch("http://rebinding.example/", limit=9)
    assert asked == ["rebinding.example"]


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[1",
        "file:///etc/x",
    ],
)
def test_addresses_that_mean_a_private_network_are_refused(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address, limit=9)


def test_the_proxy_of_the_environment_is_used_even_on_a_private_network(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site)
    with pytest.raises(FetchError, match="answers 404"):  # the test's server answers for the proxy
        fetch("http://elsewhere.example/x", limit=9)


def test_the_command_remembers_what_it_saw(site: str, tmp_path: Path) -> None:
    (tmp_path / "publiccode.yml").write_text(_text(site, f"roadmap: {site}/gone", "logo: no.svg"))
    arguments = [
        str(tmp_path),
        "--online",
        "--allow-host",
        "127.0.0.1",
        "--seen",
        str(tmp_path / "seen.json"),
    ]
    first = CliRunner().invoke(validate, [*arguments, "--language", "en"])
    assert (first.exit_code, "image-not-found" in first.output) == (0, True)
    assert "Not reached" in first.stderr
    assert list(json.loads((tmp_path / "seen.json").read_text())) == [f"{site}/gone"]
    (tmp_path / "seen.json").write_text(
        json.dumps({f"{site}/gone": "2020-01-01", "http://x.example/": "2020-01-01"})
    )
    second = CliRunner().invoke(validate, [*arguments, "--language", "en", "--strict"])
    assert (second.exit_code, "since 2020-01-01" in second.output) == (1, True)
    assert len(json.loads((tmp_path / "seen.json").read_text())) == 2
    (tmp_path / "seen.json").write_text("[")
    assert CliRunner().invoke(validate, arguments).exit_code == 2


def test_an_image_outside_the_repository_is_not_opened(site: str, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "publiccode.yml").write_text(_text(site, "logo: ../logo.png"))
    run = CliRunner().invoke(
        validate, [str(tmp_path / "repository"), "--online", "--allow-host", "127.0.0.1", "--language", "en"]
    )
    assert "image-not-found" in run.output


def test_what_fetch_gives_names_the_address_after_redirects(site: str) -> None:
    answer = fetch(f"{site}/inside", limit=9, allowed_hosts=HOST | {"localhost"})
    assert answer == Fetched(url=f"http://localhost:{site.rpartition(':')[2]}/", content=b"<html>")


def test_why_an_address_cannot_be_fetched_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(FetchError) as caught:
            fetch(url, limit=1, allowed_hosts=HOST)
    assert str(caught.value) == f"{url} cannot be fetched: Connection refused."

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError) as caught:
        fetch("https://nergens.example/", limit=1)
    assert str(caught.value) == "https://nergens.example/ cannot be fetched: Name or service not known."


def test_an_image_that_cannot_be_looked_at_is_noted(site: str, tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    (tmp_path / "loop.png").symlink_to("loop.png")
    for logo, told in (
        (f"{'x' * 300}.png", "cannot be read: File name too long."),
        ("loop.png", "image-not-found"),
        (r'"a\0.png"', "image-not-found"),
    ):
        file.write_text(_text(site, f"logo: {logo}"), encoding="utf-8")
        result = CliRunner().invoke(validate, ["--online", "--allow-host", "127.0.0.1", str(file)])
        assert told in result.output, logo
        assert result.exit_code == 0


def test_a_memory_that_cannot_be_kept_is_said(site: str, tmp_path: Path) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(_text(site), encoding="utf-8")
    seen = tmp_path / "nowhere" / "seen.json"
    result = CliRunner().invoke(
        validate, ["--online", "--allow-host", "127.0.0.1", "--seen", str(seen), str(file)]
    )
    assert result.exit_code == 2
    assert result.stderr == f"Error: {seen} cannot be written: No such file or directory.\n"
