"""`make fuzz`: many random documents with misread digits and with mistakes of people, and what the number lock does."""

import sys
import time
from collections import Counter

from bench.lock.documents import documents
from bench.lock.judge import WRONG, broken_promises, locked_of, verdicts

_SEED = 20_260_101
_LEAST_RIGHT = 0.999
_TELL = 5000
"""So many documents lie between two lines that say how far it is, for runs that are stopped."""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    found: Counter[str] = Counter()
    proofs: Counter[str] = Counter()
    broken = 0
    started = time.perf_counter()
    for number, document in enumerate(documents(_SEED, count)):
        fields, items = locked_of(document)
        verdict = verdicts(document, fields, items)
        found += verdict
        for each in broken_promises(document, fields, items):
            broken += 1
            print(f"document {number}: {each}")
        for field in [*fields, *(cell for item in items for cell in item.cells)]:
            if field.repair:
                proofs[f"{field.name} by {field.repair.witness.kind}"] += 1
                if verdict[WRONG]:
                    print(f"document {number}: {field.name} {field.repair.old} → {field.repair.new}")
        if number % _TELL == _TELL - 1:
            print(f"{number + 1} documents so far: {proofs.total()} repairs, {found[WRONG]} wrong", flush=True)
    return _report(count, time.perf_counter() - started, found, proofs, broken)


def _report(count: int, seconds: float, found: Counter[str], proofs: Counter[str], broken: int) -> int:
    print(f"{count} documents, {1000 * seconds / max(count, 1):.1f} ms each")
    for name, number in (*found.most_common(), *proofs.most_common()):
        print(f"{number:8} {name}")
    repairs = proofs.total()
    right = 1 - found[WRONG] / repairs if repairs else 1.0
    print(f"{repairs:8} repairs, {100 * right:.3f} % right; promises broken: {broken}")
    return int(broken > 0 or right < _LEAST_RIGHT)


if __name__ == "__main__":
    sys.exit(main())
