"""Asks what is known against the pinned packages: pip-audit over the lock files, npm audit over `web/`.

`python -m scripts.audit` fails on a finding without a waiver, and when an audit breaks off. Where the advisories cannot
be asked at all (no way out, a mirror that knows none) it says in one line that the audit was not made.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from scripts import node
from scripts.node import WEB
from scripts.python_packages import LOCKS, NODE_LOCK
from scripts.terminal import SetupError, say
from scripts.waivers import Finding, unwaived, waived

ADVISORIES: Final = os.environ.get("PIP_AUDIT_OSV_URL", "https://api.osv.dev/v1/query")
_SECONDS: Final = 15
_ANYTHING: Final = json.dumps({"package": {"name": "pip", "ecosystem": "PyPI"}, "version": "26.0"}).encode()


class NotMade(Exception):  # noqa: N818  it tells what happened
    """The advisories could not be asked; the message says why."""


def python_findings(locks: Sequence[Path] = (LOCKS["dev"], NODE_LOCK), url: str = ADVISORIES) -> list[Finding]:
    """The dev set contains the run set.

    Raises
    ------
    NotMade: they do not answer as a database of advisories does. SetupError: they do, and the audit broke off.
    """
    _ask(url)
    given = [part for lock in locks for part in ("-r", str(lock))]
    options = ("--format", "json", "--progress-spinner", "off", "--no-deps", "--disable-pip")
    service = ("--vulnerability-service", "osv", "--osv-url", url)
    command = [sys.executable, "-m", "pip_audit", *options, *service, *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    audited = _told(done.stdout).get("dependencies")
    if not audited or any("skip_reason" in each for each in audited):
        raise SetupError(f"pip-audit broke off: {_last_line(done.stderr)}")
    return [
        Finding(f"{each['name']} {each['version']}", frozenset([one["id"], *one["aliases"]]), one["description"])
        for each in audited
        for one in each["vulns"]
    ]


def _ask(url: str) -> None:
    """Whether somebody is there who knows advisories: a mirror, a proxy's error page or a login page does not."""
    request = Request(url, _ANYTHING, {"Content-Type": "application/json"})  # noqa: S310  https, or what a test gives
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  as above
            told = _told(answer.read().decode(errors="replace"))
    except (URLError, HTTPException, OSError) as error:
        raise NotMade(str(getattr(error, "reason", error))) from error
    if told is _NOTHING:
        raise NotMade("what answers is no database of advisories")


def npm_findings(folder: Path = WEB) -> list[Finding]:
    """Raises as above; NotMade also where there is no npm."""
    npm = node.find()
    if not npm:
        raise NotMade("there is no npm here")
    command = [*npm.command, "audit", "--json", "--package-lock-only", "--fetch-retries=0", "--fetch-timeout=15000"]
    done = subprocess.run(command, cwd=folder, env=npm.environment, capture_output=True, text=True, check=False)
    told = _told(done.stdout)
    if "auditReportVersion" not in told and "message" in told:
        raise NotMade(str(told["message"]).partition("\n")[0])
    if told.get("auditReportVersion") != 2 or "vulnerabilities" not in told:
        raise SetupError(f"npm audit broke off: {_last_line(done.stderr)}")
    return [_npm_finding(one) for each in told["vulnerabilities"].values() for one in each["via"] if type(one) is dict]


def _npm_finding(advisory: dict[str, Any]) -> Finding:
    ids = frozenset([advisory["url"].rpartition("/")[2], str(advisory["source"])])
    return Finding(advisory["name"], ids, f"{advisory['severity']}: {advisory['title']}")


_NOTHING: Final[dict[str, Any]] = {}


def _told(text: str) -> dict[str, Any]:
    """The JSON object that it is, else `_NOTHING`."""
    try:
        told = json.loads(text)
    except ValueError:
        return _NOTHING
    return told if isinstance(told, dict) else _NOTHING


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


AUDITS: Final[dict[str, Callable[[], list[Finding]]]] = {
    "Python packages": python_findings,
    "npm packages": npm_findings,
}


def main() -> int:
    allowed = waived(datetime.now(UTC).date())
    is_clean = True
    for name, findings in AUDITS.items():
        try:
            found = unwaived(findings(), allowed)
        except NotMade as reason:
            say(f"Audit of {name}: NOT MADE, the advisories cannot be asked ({reason})")
            continue
        say(f"Audit of {name}: {len(found)} findings")
        for finding in found:
            say(f"  {finding.package}: {', '.join(sorted(finding.ids))}: {finding.about}")
        is_clean = is_clean and not found
    return 0 if is_clean else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SetupError as error:
        say(f"Audit: {error}")
        sys.exit(1)
