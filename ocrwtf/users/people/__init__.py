"""The people of an account: who they are, how they come, how they go; and drivers' phones."""
