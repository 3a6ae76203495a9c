"""Secrets that are made once and kept in the data folder, so that one machine needs no set-up."""

import os
import secrets
from pathlib import Path


def kept_secret(data_dir: Path, name: str) -> str:
    """The secret of that name (256 bits, URL-safe text); made at the first call, by whichever process comes first.

    It is written to a file of its own and then linked into place, so no process ever reads half a secret.
    """
    path = _path(data_dir, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.parent / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its secret counts
        finally:
            draft.unlink()
    return path.read_text()


def known_secret(data_dir: Path, name: str) -> str | None:
    """The secret of that name, if it has been made."""
    try:
        return _path(data_dir, name).read_text()
    except FileNotFoundError:
        return None


def forget_secret(data_dir: Path, name: str) -> None:
    """Remove the secret of that name, if there is one; the next call of `kept_secret` makes another."""
    _path(data_dir, name).unlink(missing_ok=True)


def _path(data_dir: Path, name: str) -> Path:
    return data_dir / "secrets" / name
