"""A PostgreSQL of our own in the data folder, for machines that have none."""
