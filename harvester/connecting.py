"""What the clients of a night are opened with: settings, secrets, and a recording made or replayed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from harvester.credentials import AppCredentials, Token, read_proxy_passwords, read_tokens, token_of
from harvester.model import ForgeKind
from harvester.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from harvester.credentials import Credential
    from harvester.forges import ForgeClient
    from harvester.forges.recording import Recorder
    from harvester.forges.transport import Track
    from harvester.looking import Wait
    from harvester.model import Forge
    from harvester.settings import HarvesterSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """Opens clients; ``clock`` is that of the whole night, which in a replay is the recording's."""

    settings: HarvesterSettings
    tokens: Mapping[str, tuple[Credential, ...]]
    proxy_passwords: Mapping[str, Token]
    clock: Callable[[], datetime]
    recorder: Recorder | None = None
    track: Callable[[str], Track] | None = None
    waits: bool = True

    def open(self, forge: Forge, wait: Wait) -> ForgeClient | None:
        """A client for ``forge``, for one worker, that waits with ``wait``: with the first of its tokens."""
        return self._open(forge, wait, self.tokens.get(forge.name, ())[:1])

    def further(self, forges: Iterable[Forge]) -> dict[str, tuple[Callable[[Wait], ForgeClient | None], ...]]:
        """By forge, what opens a client with each of its other tokens; GitLab has one worker a host.

        Raises ``SettingsError`` where a host that is no GitHub has more than a token.
        """
        found: dict[str, tuple[Callable[[Wait], ForgeClient | None], ...]] = {}
        for forge in forges:
            credentials = self.tokens.get(forge.name, ())
            if forge.kind is ForgeKind.GITHUB:
                found[forge.name] = tuple(
                    partial(self._open, forge, tokens=(each,)) for each in credentials[1:]
                )
            else:
                token_of(forge.name, credentials)
        return found

    def _open(self, forge: Forge, wait: Wait, tokens: tuple[Credential, ...]) -> ForgeClient | None:
        from harvester.forges import open_forge  # the libraries below are slow to load

        return open_forge(
            forge,
            self.settings,
            {forge.name: tokens[0]} if tokens else {},
            self.clock,
            wait if self.waits else _no_wait,
            proxy_passwords=self.proxy_passwords,
            track=self.track(forge.name) if self.track else None,
        )

    @property
    def trouble(self) -> str:
        """Why the recording is not whole; empty when it is, or when there is none."""
        return self.recorder.trouble if self.recorder else ""


def _no_wait(_seconds: float) -> None:
    """In a replay every limit is over already."""


def connect(
    settings: HarvesterSettings,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    *,
    record: Path | None = None,
    replay: Path | None = None,
    tool_version: str = "unknown",
) -> Connections:
    """Read the secrets, begin a recording or open one. Raises ``SettingsError`` and ``RecordingError``."""
    if record and replay:
        raise SettingsError("--record and --replay cannot both be given: a replay asks nobody anything.")
    if replay:
        return _replayed(settings, replay)
    tokens, passwords = read_tokens(settings, environment), read_proxy_passwords(settings, environment)
    _check_keys(chain(*tokens.values()))
    live = Connections(settings=settings, tokens=tokens, proxy_passwords=passwords, clock=clock)
    return _recorded(live, record, tool_version) if record else live


def _check_keys(credentials: Iterable[Credential]) -> None:
    for each in credentials:
        if isinstance(each, AppCredentials):
            from harvester.forges.github_app import check_key  # cryptography is loaded only when needed

            check_key(each)


def _recorded(live: Connections, folder: Path, tool_version: str) -> Connections:
    from harvester.forges.recording import Recorder

    credentials = (*chain(*live.tokens.values()), *live.proxy_passwords.values())
    secrets = [(each.key if isinstance(each, AppCredentials) else each).reveal() for each in credentials]
    recorder = Recorder(folder, secrets, live.clock, live.settings.largest_recording_bytes)
    recorder.begin([name for name, each in live.tokens.items() for _ in each], tool_version)
    return Connections(
        settings=live.settings,
        tokens=live.tokens,
        proxy_passwords=live.proxy_passwords,
        clock=recorder.clock,
        recorder=recorder,
        track=recorder.track,
    )


def _replayed(settings: HarvesterSettings, folder: Path) -> Connections:
    """A replay knows no secrets, only which hosts had a token: they were asked by GraphQL."""
    from harvester.forges.replaying import Player

    player = Player(folder)
    player.begin()
    return Connections(
        settings=settings,
        tokens={
            name: (Token("replayed"),) * number
            for name, number in Counter(player.forges_with_a_token).items()
        },
        proxy_passwords={},
        clock=player.clock,
        track=player.track,
        waits=False,
    )
