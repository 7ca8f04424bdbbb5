from pathlib import Path

import pytest

from reports.settings import ReportsSettings
from reports.site import write_site
from tests.reports.builders import sample_snapshot
from tests.reports.site.editions import DOWNLOADS


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample register, with the files that it offers for download."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "data").mkdir()
    for download in DOWNLOADS:
        (folder / download.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / download.path).write_bytes(b"")
    write_site(folder, sample_snapshot(), ReportsSettings(), DOWNLOADS)
    return folder
