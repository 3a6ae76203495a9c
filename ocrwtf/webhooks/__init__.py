"""Tells a customer's own server what happened in the account: signed, in order, again and again until it is taken."""
