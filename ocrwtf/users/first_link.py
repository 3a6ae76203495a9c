"""The secret of the link to the first account: a file in the data folder, there while nobody is registered.

Who can read the terminal of `make run` is who may use it; everybody else at the address sees a login only.
"""

import secrets
from pathlib import Path

from ocrwtf.core.secrets import forget_secret, kept_secret, known_secret

_NAME = "first-run"


def link(data_dir: Path, address: str) -> str:
    """The link to print. The secret stands behind the #, so a browser sends it to no server and no log has it."""
    return f"{address}/masuk#awal={kept_secret(data_dir, _NAME)}"


def is_token(data_dir: Path, token: str) -> bool:
    """Whether this is the secret of the link, compared in constant time."""
    kept = known_secret(data_dir, _NAME)
    return kept is not None and secrets.compare_digest(kept.encode(), token.encode())


def forget(data_dir: Path) -> None:
    """Make the link useless for good, whatever becomes of the users."""
    forget_secret(data_dir, _NAME)
