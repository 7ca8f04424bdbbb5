"""A register that is large enough to browse: the sample one and a hundred and twenty entries more."""

from dataclasses import replace

from reports.model.repositories import RepositoryRow
from reports.model.snapshot import Snapshot
from reports.model.software import ComponentRow, ComponentText
from tests.reports.builders import (
    component,
    component_text,
    file,
    repository,
    reuse_link,
    sample_snapshot,
    used_by,
)

_SUBJECTS = ("vergunningen", "parkeer", "subsidie", "archief", "afspraken", "zaak")
_FORMS = ("portaal", "register", "koppeling", "loket")
_LICENCES = (
    "EUPL-1.2",
    "MIT",
    "Apache-2.0",
    "AGPL-3.0-only",
    "GPL-3.0-or-later",
    "BSD-3-Clause",
    "MPL-2.0",
    None,
)
_STATUSES = ("stable", "beta", "development", "concept", "obsolete", None)


def browsable_snapshot() -> Snapshot:
    sample = sample_snapshot()
    numbers = range(120)
    return replace(
        sample,
        about=replace(sample.about, base_url=""),  # opened from a folder: its address is not known
        components=(*sample.components, *(_component(n) for n in numbers)),
        component_texts=(*sample.component_texts, *(_text(n) for n in numbers)),
        repositories=(*sample.repositories, *(_repository(n) for n in numbers)),
        files=(*sample.files, *(file(repository_id=100 + n, warnings=0) for n in numbers)),
        used_by=(
            *sample.used_by,
            *(
                used_by(component_id=_slug(n), n=k + 1, name=f"Gemeente {k}")
                for n in numbers
                for k in range(n % 4)
            ),
        ),
        reuse_links=(
            *sample.reuse_links,
            *(
                reuse_link(component_id=_slug(n), repository_id=100 + n, strength="medium")
                for n in numbers
                if n % 5 == 0
            ),
        ),
    )


def _name(n: int) -> str:
    return f"{_SUBJECTS[n % 6]}{_FORMS[n % 4]} {n}".capitalize()


def _slug(n: int) -> str:
    return f"gemeente-voorbeeld-software-{n}"


def _component(n: int) -> ComponentRow:
    return component(
        component_id=_slug(n),
        repository_id=100 + n,
        page=f"software/{_slug(n)}.html",
        name=_name(n),
        licence=_LICENCES[n % 8],
        development_status=_STATUSES[n % 6],
        used_by=tuple(f"Gemeente {k}" for k in range(n % 4)),
    )


def _text(n: int) -> ComponentText:
    language = "und" if n == 5 else "en" if n % 7 == 0 else "nl"
    return component_text(
        component_id=_slug(n),
        repository_id=100 + n,
        language=language,
        short_description=f"Over {_name(n)}",
        features=(),
    )


def _repository(n: int) -> RepositoryRow:
    return repository(
        repository_id=100 + n,
        slug=_slug(n),
        full_name=f"gemeente-voorbeeld/software-{n}",
        name=f"software-{n}",
    )
