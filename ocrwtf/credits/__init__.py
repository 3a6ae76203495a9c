"""The ledger: charge, refund, refill."""
