"""Prints the description of the API, for who generates a client: `python -m ocrwtf.openapi > openapi.json`.

The same text for the same code, whatever the machine and its settings, so that a difference is a change of the API.
"""

import json
import sys

from ocrwtf.main import create_app


def description() -> str:
    return json.dumps(create_app().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(description())
