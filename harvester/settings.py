"""Every option of the harvester, with its default and what it means. Tokens are named here, never held."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations when it loads the TOML
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from harvester.model import ForgeKind
from harvester.network import NetworkSettings

if TYPE_CHECKING:
    from harvester.model import Forge

FORBID_UNKNOWN = {"extra": "forbid"}  # pydantic's words for: an unknown key is a mistake
OF_USE_AT_GITHUB = "several tokens, and apps, are of use at GitHub only"


class SettingsError(Exception):
    """A setting cannot be used as it is; the message names it and the cure."""


def _doc(explanation: str) -> dict[str, str]:
    """The metadata of a field, where ``herbruik config show`` finds what it means."""
    return {"doc": explanation}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgeSettings:
    """How one host is reached. What is left out follows from the host's stable name."""

    __pydantic_config__ = FORBID_UNKNOWN

    kind: ForgeKind | None = field(
        default=None, metadata=_doc("github, gitlab, folder or other; left out: as sources.toml says")
    )
    api_url: str | None = field(
        default=None, metadata=_doc("where its API answers; left out: the usual place of its kind")
    )
    path: Path | None = field(
        default=None, metadata=_doc("kind folder: where checkouts or bare mirrors lie, as OWNER/NAME")
    )
    web_url: str | None = field(
        default=None, metadata=_doc("kind folder: where people open them; left out: https:// and the host")
    )
    clone_url: str | None = field(
        default=None, metadata=_doc("where backfill clones from; left out: https:// and the host")
    )
    token_env: str | None = field(
        default=None, metadata=_doc("environment variable that holds a token for this host")
    )
    token_file: Path | None = field(
        default=None, metadata=_doc("file that holds a token for this host, and nothing else")
    )
    token_envs: tuple[str, ...] = field(
        default=(), metadata=_doc("GitHub: further variables, each with a token; one worker a token")
    )
    token_files: tuple[Path, ...] = field(
        default=(), metadata=_doc("GitHub: further files, each with a token; one worker a token")
    )
    app_id: str | None = field(
        default=None,
        metadata=_doc("GitHub: number or client id of a GitHub App; one worker an installation"),
    )
    app_key_file: Path | None = field(
        default=None, metadata=_doc("GitHub: file (.pem) with the app's private key")
    )
    app_key_env: str | None = field(
        default=None, metadata=_doc("GitHub: environment variable that holds the app's private key (PEM)")
    )
    app_installations: tuple[int, ...] = field(
        default=(), metadata=_doc("GitHub: numbers of the app's installations that are used")
    )
    app_owners: tuple[str, ...] = field(
        default=(), metadata=_doc("GitHub: the same by the organisation or user where the app is installed")
    )
    network: NetworkSettings = field(
        default_factory=NetworkSettings, metadata=_doc("the way to this host, where it differs from others")
    )

    def __post_init__(self) -> None:
        """Refuse what cannot work; the loader adds file and place."""
        if (self.kind is ForgeKind.FOLDER) != (self.path is not None):
            raise ValueError('kind = "folder" and path belong together: give both or neither')
        if self.web_url is not None and not self.web_url.startswith(("https://", "http://")):
            raise ValueError("web_url must be an address that people open: https://…")
        self._check_app()

    def _check_app(self) -> None:
        if self.app_key_file and self.app_key_env:
            raise ValueError("app_key_file and app_key_env name the same key: give one of them")
        parts = (self.app_id, self.app_key_file or self.app_key_env, self.app_installations + self.app_owners)
        if any(parts) and not all(parts):
            raise ValueError(
                "an app needs app_id, its key in app_key_file or app_key_env, and where it is installed: "
                "app_installations or app_owners"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvesterSettings:
    """The section ``[harvester]`` of ``herbruik.toml``. Times are in seconds, sizes in bytes."""

    __pydantic_config__ = FORBID_UNKNOWN

    sources: Path = field(
        default=Path("sources.toml"), metadata=_doc("the list of organisations and their accounts")
    )
    exclude: Path = field(
        default=Path("exclude.toml"),
        metadata=_doc(
            "what must not be in the register, with reasons; a file that is not there excludes none"
        ),
    )
    forget_after_days: int = field(
        default=90,
        metadata=_doc(
            "so long after it vanished or was excluded a repository loses its texts; see docs/privacy.md"
        ),
    )
    keep_outcomes_days: int = field(
        default=400,
        metadata=_doc("how long every run's outcomes and requests are kept one by one; 0: for ever"),
    )
    contact: str = field(
        default="https://github.com/herbruik/herbruik",
        metadata=_doc("address in the User-Agent, so that a forge can reach the operator"),
    )
    page_size: int = field(
        default=25, metadata=_doc("repositories asked for in one request; halved where a forge chokes")
    )
    timeout_seconds: float = field(default=20.0, metadata=_doc("longest silence of a forge"))
    deadline_seconds: float = field(default=60.0, metadata=_doc("longest time for one whole answer"))
    largest_answer_bytes: int = field(
        default=16 * 1024 * 1024, metadata=_doc("an answer that is larger is refused")
    )
    largest_recording_bytes: int = field(
        default=4 * 1024**3, metadata=_doc("a recording (--record) that is larger is not kept on")
    )
    tries: int = field(
        default=5, metadata=_doc("how often a request is sent at most, where trying again can help")
    )
    longest_wait_seconds: float = field(
        default=900.0,
        metadata=_doc("longest wait for a limit of requests; longer: the account is left for the next run"),
    )
    max_duration_seconds: float = field(
        default=0.0, metadata=_doc("a run ends cleanly after this time; 0: no limit")
    )
    request_reserve: float = field(
        default=0.1, metadata=_doc("share of a forge's limit of requests that is left to others")
    )
    network: NetworkSettings = field(
        default_factory=NetworkSettings, metadata=_doc("the way to every host that has none of its own")
    )
    subfolders: bool = field(
        default=False, metadata=_doc("also look below the root, in repositories without a file in it")
    )
    subfolder_depth: int = field(default=4, metadata=_doc("how many folders deep files are read"))
    subfolder_files: int = field(default=20, metadata=_doc("most files read of one repository"))
    subfolder_names: int = field(
        default=20_000,
        metadata=_doc("most names in one repository; one that holds more is not looked through"),
    )
    subfolder_requests: int = field(
        default=1000, metadata=_doc("most requests a night and forge for what lies below roots")
    )
    backfill_seconds: float = field(
        default=600.0, metadata=_doc("longest time for one step of reading a repository's history")
    )
    forges: Mapping[str, ForgeSettings] = field(
        default_factory=dict, metadata=_doc("hosts that need more than their name")
    )

    def __post_init__(self) -> None:
        """Refuse figures that cannot work; the loader adds file and place."""
        wrong = [
            sentence
            for holds, sentence in (
                (1 <= self.page_size <= 100, "page_size must be 1 to 100: forges give no more at once"),  # noqa: PLR2004
                (self.timeout_seconds > 0, "timeout_seconds must be more than 0"),
                (self.deadline_seconds > 0, "deadline_seconds must be more than 0"),
                (self.largest_answer_bytes > 0, "largest_answer_bytes must be more than 0"),
                (self.largest_recording_bytes > 0, "largest_recording_bytes must be more than 0"),
                (self.forget_after_days >= 0, "forget_after_days must not be negative"),
                (self.keep_outcomes_days >= 0, "keep_outcomes_days must not be negative"),
                (self.tries >= 1, "tries must be at least 1"),
                (self.longest_wait_seconds >= 0, "longest_wait_seconds must not be negative"),
                (self.max_duration_seconds >= 0, "max_duration_seconds must not be negative"),
                (self.backfill_seconds > 0, "backfill_seconds must be more than 0"),
                (self.subfolder_depth >= 1, "subfolder_depth must be at least 1"),
                (self.subfolder_files >= 1, "subfolder_files must be at least 1"),
                (self.subfolder_names >= 1, "subfolder_names must be at least 1"),
                (self.subfolder_requests >= 0, "subfolder_requests must not be negative"),
                (0 <= self.request_reserve < 1, "request_reserve is a share: 0 up to, not including, 1"),
            )
            if not holds
        ]
        wrong += [
            f'forges."{name}": {OF_USE_AT_GITHUB}; keep one token in token_env or token_file'
            for name, forge in self.forges.items()
            if (forge.token_envs or forge.token_files or forge.app_id)
            and (name == "gitlab.com" or forge.kind not in {None, ForgeKind.GITHUB})
        ]
        if wrong:
            raise ValueError("; ".join(wrong))

    def of_forge(self, name: str) -> ForgeSettings:
        """What is set for the host called ``name``; all defaults where nothing is."""
        return self.forges.get(name, ForgeSettings())

    @property
    def kinds(self) -> dict[str, ForgeKind]:
        """The kinds of forges that are stated here, by host."""
        return {name: forge.kind for name, forge in self.forges.items() if forge.kind is not None}

    @property
    def user_agent(self) -> str:
        """Who asks, with the operator's address."""
        return f"herbruik (+{self.contact})"


def api_url(forge: Forge, settings: HarvesterSettings) -> str:
    """Where the API of ``forge`` answers: as set, else the usual place of its kind; no slash at the end."""
    stated = settings.of_forge(forge.name).api_url
    if stated is not None:
        return stated.rstrip("/")
    if forge.kind is ForgeKind.GITHUB:
        return "https://api.github.com" if forge.name == "github.com" else f"https://{forge.name}/api/v3"
    return f"https://{forge.name}"
