"""What happened in an account, in order: recorded with the change itself, delivered live and after a break."""
