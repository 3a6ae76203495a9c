"""Tables of goods and the strips of tills, row by row."""
