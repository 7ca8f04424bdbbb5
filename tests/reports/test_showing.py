import errno
import logging
from pathlib import Path

import pytest

from reports.showing import Way, clean, show, visible


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Two publications, none shown."""
    for name in ("1", "2"):
        (tmp_path / "publications" / name).mkdir(parents=True)
        (tmp_path / "publications" / name / "page.html").write_text(name)
    return tmp_path


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    monkeypatch.setattr(Path, "hardlink_to", refuse)


def _shown(data_dir: Path) -> str:
    return (data_dir / "publication" / "page.html").read_text()


def _show(data_dir: Path, name: str, way: Way) -> None:
    show(data_dir / "publications" / name, data_dir, way)
    assert _shown(data_dir) == name
    assert not [path.name for path in data_dir.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("way", ["auto", "link"])
def test_a_publication_is_shown_by_a_link(data_dir: Path, way: Way) -> None:
    _show(data_dir, "1", way)
    _show(data_dir, "2", way)
    assert (data_dir / "publication").readlink() == Path("publications/2")
    assert visible(data_dir, "page.html") == data_dir / "publications" / "2"


@pytest.mark.usefixtures("without_links")
def test_where_there_are_no_links_a_copy_is_shown_and_a_line_says_so(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        _show(data_dir, "1", "auto")
        _show(data_dir, "2", "auto")
    assert not (data_dir / "publication").is_symlink()
    assert visible(data_dir, "page.html") == data_dir / "publication"
    (line, _) = caplog.messages
    assert "has no symbolic links (Operation not permitted)" in line
    assert 'publish_by = "copy"' in line


@pytest.mark.usefixtures("without_links")
def test_a_copy_that_is_asked_for_is_silent(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    _show(data_dir, "1", "copy")
    assert caplog.messages == []


@pytest.mark.usefixtures("without_links")
def test_a_link_that_is_asked_for_and_cannot_be_is_an_error_and_the_old_one_stays(data_dir: Path) -> None:
    _show(data_dir, "1", "copy")
    with pytest.raises(OSError, match="not permitted"):
        show(data_dir / "publications" / "2", data_dir, "link")
    assert _shown(data_dir) == "1"


def test_one_way_follows_the_other(data_dir: Path) -> None:
    ways: tuple[Way, ...] = ("link", "copy", "link", "copy")
    for name, way in zip(("1", "2", "1", "2"), ways, strict=True):
        _show(data_dir, name, way)


def test_a_program_killed_between_the_two_renames_is_mended(data_dir: Path) -> None:
    _show(data_dir, "1", "copy")
    (data_dir / "publication").rename(data_dir / ".publication.old")
    (data_dir / ".publication.new").mkdir()
    clean(data_dir)
    assert _shown(data_dir) == "1"
    assert sorted(path.name for path in data_dir.iterdir()) == ["publication", "publications"]


def test_what_was_put_aside_is_removed_when_the_new_one_is_there(data_dir: Path) -> None:
    _show(data_dir, "2", "copy")
    (data_dir / ".publication.old").mkdir()
    (data_dir / ".publication.new").symlink_to("nowhere")
    clean(data_dir)
    assert _shown(data_dir) == "2"
    assert sorted(path.name for path in data_dir.iterdir()) == ["publication", "publications"]


def test_nothing_is_visible_before_the_first_publication(data_dir: Path) -> None:
    assert visible(data_dir, "page.html") is None
