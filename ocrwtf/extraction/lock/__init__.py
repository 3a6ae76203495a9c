"""Which numbers bear each other out, and the digits that they prove."""
