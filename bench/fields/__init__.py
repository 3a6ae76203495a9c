"""How well and how fast fields and line items are found, beside a few regular expressions on the same pages."""
