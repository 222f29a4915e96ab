"""What the secret key is used for: marks that only we can make, and seals that only we can open.

Each purpose has a key of its own, derived from the one secret, so that nothing made for one serves another.
"""

import base64
import hmac
import secrets
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from directory.errors import SealBroken

NONCE = 12  # bytes, as AES-GCM wants them


class Keys:
    """Everything derived from one secret key.

    While a `former` one gives way to it, what that sealed opens too, and `former` has its marks; nothing new
    is made with it (see `directory/rekeying.py`).
    """

    def __init__(self, secret: str, former: str = "") -> None:
        if not secret:
            raise ValueError("there is no secret key")
        self.derive = cache(lambda purpose: _derived(secret, purpose))
        self.former = Keys(former) if former and former != secret else None

    def mark(self, purpose: str, text: str) -> str:
        """The same mark for the same text, which tells nobody without the key what the text was."""
        return hmac.new(self.derive(purpose), text.encode(), sha256).hexdigest()

    def seal(self, purpose: str, text: str, *, bound_to: str = "") -> str:
        """The text, readable only with the key. What it is `bound_to` (a row, say) is needed to open it."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.derive(purpose)).encrypt(nonce, text.encode(), bound_to.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def unseal(self, purpose: str, sealed: str, *, bound_to: str = "") -> str:
        """What was sealed. Raises SealBroken for what we did not seal, for this purpose and this row."""
        try:
            raw = base64.urlsafe_b64decode(sealed)
            opened = AESGCM(self.derive(purpose)).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode())
        except (InvalidTag, ValueError) as error:
            if self.former:
                return self.former.unseal(purpose, sealed, bound_to=bound_to)
            raise SealBroken(purpose) from error
        return opened.decode()

    def sealed_anew(self, purpose: str, sealed: str, *, bound_to: str = "") -> str:
        """What the former key sealed, sealed with ours; what ours did as it is. Raises SealBroken."""
        if self.former is None:
            return sealed
        try:
            opened = self.former.unseal(purpose, sealed, bound_to=bound_to)
        except SealBroken:
            self.unseal(purpose, sealed, bound_to=bound_to)
            return sealed
        return self.seal(purpose, opened, bound_to=bound_to)


def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"doorstep {purpose}".encode()).derive(secret.encode())


def new_token() -> str:
    """256 bits from chance, fit for a link or a cookie. Only `token_mark` of it is stored."""
    return secrets.token_urlsafe(32)


def token_mark(token: str) -> str:
    """What is stored of a token: enough to know it again, not enough to use it."""
    return sha256(token.encode()).hexdigest()
