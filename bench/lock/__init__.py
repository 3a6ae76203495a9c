"""Documents of numbers with misread digits, and what the number lock makes of them."""
