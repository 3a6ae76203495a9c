"""Brings what a machine's own packages hold, where that needs no password."""

import os
import shutil
import subprocess

from scripts.terminal import say

QUIETLY = {"DEBIAN_FRONTEND": "noninteractive"}


def bring(what: str, *packages: str) -> bool:
    """Whether apt has brought them; `what` says on the terminal what for."""
    without_password = may_install()
    if without_password is None or not shutil.which("apt-get"):
        return False
    say(f"Installing {what} (apt) …")
    apt = [*without_password, "apt-get", "--quiet=2", "-o", "Dpkg::Use-Pty=0"]
    update, install = [*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", *packages]
    return all(
        subprocess.run(command, env=os.environ | QUIETLY, check=False).returncode == 0 for command in (update, install)
    )


def may_install() -> list[str] | None:
    """What has to stand before a command that only root may run; None when a password would be asked for."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    asked = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    return sudo if asked else None
