"""What goes, and when: accounts with all that is theirs, documents at the end of their time; archives and receipts."""
