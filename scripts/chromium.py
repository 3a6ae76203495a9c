"""The Chromium that tests of the web application drive: the machine's own, brought by apt where it is missing.

`python -m scripts.chromium` brings it when that needs no password. Else it says what to install, and the tests that
need it fail with the same words; all others run.
"""

import os
import shutil
import subprocess
import sys

from scripts.terminal import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium is needed for tests/browser; on Debian and Ubuntu: sudo apt install chromium"
APT = {"DEBIAN_FRONTEND": "noninteractive"}


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def bring() -> bool:
    """Whether apt has brought it."""
    without_password = may_install()
    if without_password is None or not shutil.which("apt-get"):
        return False
    say("Installing Chromium for tests/browser (apt) …")
    apt = [*without_password, "apt-get", "--quiet=2", "-o", "Dpkg::Use-Pty=0"]
    update, install = [*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", "chromium"]
    return all(
        subprocess.run(command, env=os.environ | APT, check=False).returncode == 0 for command in (update, install)
    )


def may_install() -> list[str] | None:
    """What has to stand before a command that only root may run; None when a password would be asked for."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    asked = shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    return sudo if asked else None


if __name__ == "__main__":
    if not find() and not bring():
        say(f"ocrwtf: {MISSING}")
        sys.exit(0)
