"""Programs that make calls, and the package's own build; they need nothing but Python."""
