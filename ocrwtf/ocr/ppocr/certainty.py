"""How often a word is right when the network is so sure of its weakest glyph: measured, not hoped.

The table is fitted by `make calibrate` (isotonic regression on one half of the pages, tested on the other) and is a
file beside this one. A network's own probability says nothing of the kind: it is trained to be sure.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("certainty.json")


@dataclass(frozen=True, slots=True)
class Certainty:
    """Between the knots the answer is interpolated; both sequences rise and lie in [0, 1]."""

    network: tuple[float, ...]
    right: tuple[float, ...]

    @classmethod
    def measured(cls) -> "Certainty":
        content = json.loads(FILE.read_text("utf-8"))
        return cls(tuple(content["network"]), tuple(content["right"]))

    def of(self, probability: float) -> float:
        """The share of words that are right at this probability of their weakest glyph."""
        return float(np.interp(probability, self.network, self.right))


AS_THE_NETWORK_SAYS = Certainty((0.0, 1.0), (0.0, 1.0))
