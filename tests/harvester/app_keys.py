"""Keys of GitHub Apps, made for one test, and the sample forge's half of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.forge.github_apps import App

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER, INSTALLATION = "4711", 55
PEM = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key: Any, encryption: Any = None) -> bytes:
    text: bytes = key.private_bytes(*PEM, encryption or serialization.NoEncryption())
    return text


def public_pem_of(key: rsa.RSAPrivateKey) -> bytes:
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, public)


def app_of(key: rsa.RSAPrivateKey, installations: Mapping[int, str]) -> App:
    return App(number=NUMBER, public_key=public_pem_of(key).decode(), installations=installations)
