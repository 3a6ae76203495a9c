"""What every feature stands on: database, queue, storage, sandbox, errors, logs."""
