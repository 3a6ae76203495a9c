"""Accounts (tenants), their users and sessions, and who is calling."""
