"""Fields that are ciphertext at rest (AES-256-GCM), and the keyed hashes that find them again.

A sealed text names the form, the key and, unseen, the field that it was sealed for: `2:k1:…`. In
another field it does not open. Texts sealed before forms were numbered (`k1:…`) open anywhere.
"""

import base64
import functools
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

FORM = "2"
NONCE_BYTES = 12
TOKEN_BYTES = 8


class SealedWithUnknownKey(Exception):
    """The text names a key that SEAL_KEY does not hold."""


def newest_key() -> str:
    """The id of the key that everything is sealed with now."""
    return next(iter(settings.SEAL_KEYS))


def seal(text: str, *, about: str = "") -> str:
    """Ciphertext as `2:key id:base64(nonce + ciphertext)`; empty stays empty."""
    if not text:
        return ""
    key_id, nonce = newest_key(), os.urandom(NONCE_BYTES)
    cipher = _cipher(settings.SEAL_KEYS[key_id]).encrypt(nonce, text.encode(), about.encode())
    return f"{FORM}:{key_id}:{base64.b64encode(nonce + cipher).decode()}"


def unseal(sealed: str, *, about: str = "") -> str:
    """The text again. Raises cryptography's InvalidTag for another key or another field."""
    if not sealed:
        return ""
    form, _, rest = sealed.partition(":")
    # Before forms were numbered, a text began with its key and knew nothing of its field.
    key_id, _, encoded = rest.partition(":") if form == FORM else (form, "", rest)
    if key_id not in settings.SEAL_KEYS:
        raise SealedWithUnknownKey(key_id)
    raw = base64.b64decode(encoded)
    bound = about.encode() if form == FORM else None
    cipher = _cipher(settings.SEAL_KEYS[key_id])
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound).decode()


def seal_bytes(content: bytes, *, about: str) -> bytes:
    """A file as `key id:nonce + ciphertext`, bound to its name."""
    key_id, nonce = newest_key(), os.urandom(NONCE_BYTES)
    cipher = _cipher(settings.SEAL_KEYS[key_id]).encrypt(nonce, content, about.encode())
    return key_id.encode() + b":" + nonce + cipher


def unseal_bytes(sealed: bytes, *, about: str) -> bytes:
    """The file again. Raises InvalidTag when it was changed or lies under another name."""
    key_id, _, raw = sealed.partition(b":")
    if key_id.decode(errors="replace") not in settings.SEAL_KEYS:
        raise SealedWithUnknownKey(key_id)
    cipher = _cipher(settings.SEAL_KEYS[key_id.decode()])
    return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], about.encode())


@functools.lru_cache(maxsize=16)
def _bytes_of(key):
    return bytes.fromhex(key)


@functools.lru_cache(maxsize=16)
def _cipher(key):
    return AESGCM(bytes.fromhex(key))


def match_hash(text: str) -> str:
    """HMAC-SHA256 in hex: equal texts give equal hashes, and the hash gives nothing back."""
    if not text:
        return ""
    key = _bytes_of(settings.MATCH_KEY)
    return hmac.new(key, text.strip().upper().encode(), hashlib.sha256).hexdigest()


def token(kind: str, text: str) -> int:
    """A keyed hash of 64 bits, to be found by equality; the kind keeps meanings apart."""
    digest = hmac.digest(_bytes_of(settings.MATCH_KEY), f"{kind}\0{text}".encode(), "sha256")
    return int.from_bytes(digest[:TOKEN_BYTES], "big", signed=True)


class SealedTextField(models.TextField):
    """Text that the database only ever sees sealed. It cannot be filtered or ordered by.

    What it is sealed for is model and field: whoever renames either seals its rows again.
    """

    @property
    def about(self):
        return f"{self.model._meta.label_lower}:{self.name}"

    def from_db_value(self, value, expression, connection):
        return value if value is None else unseal(value, about=self.about)

    def get_prep_value(self, value):
        return value if value is None else seal(str(value), about=self.about)

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
