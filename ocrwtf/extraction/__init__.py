"""Pages in, document type and fields with evidence out; plain Python without web or database."""
