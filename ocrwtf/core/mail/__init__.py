"""Letters by e-mail: what stands in one, how it is posted with a transaction, and the server that takes it."""
