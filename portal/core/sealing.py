"""Fields that are ciphertext at rest (AES-256-GCM), and the keyed hash that finds them again."""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

KEY_ID = "k1"
NONCE_BYTES = 12


def seal(text: str) -> str:
    """Ciphertext as `key id:base64(nonce + ciphertext)`; empty stays empty."""
    if not text:
        return ""
    nonce = os.urandom(NONCE_BYTES)
    cipher = AESGCM(bytes.fromhex(settings.SEAL_KEY)).encrypt(nonce, text.encode(), None)
    return f"{KEY_ID}:{base64.b64encode(nonce + cipher).decode()}"


def unseal(sealed: str) -> str:
    """The text again. Raises cryptography's InvalidTag when the key is another one."""
    if not sealed:
        return ""
    _key_id, _, encoded = sealed.partition(":")
    raw = base64.b64decode(encoded)
    key = AESGCM(bytes.fromhex(settings.SEAL_KEY))
    return key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()


def match_hash(text: str) -> str:
    """HMAC-SHA256 in hex: equal texts give equal hashes, and the hash gives nothing back."""
    if not text:
        return ""
    key = bytes.fromhex(settings.MATCH_KEY)
    return hmac.new(key, text.strip().upper().encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Text that the database only ever sees sealed. It cannot be filtered or ordered by."""

    def from_db_value(self, value, expression, connection):
        return value if value is None else unseal(value)

    def get_prep_value(self, value):
        return value if value is None else seal(str(value))

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
