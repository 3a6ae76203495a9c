"""For all tests: the same signals, however they were started."""

import signal

# What a shell starts in the background ignores SIGINT, and so would every process that a test starts to interrupt it.
signal.signal(signal.SIGINT, signal.default_int_handler)
