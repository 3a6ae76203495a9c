"""Image or PDF in, pages with lines and words out; plain Python without web or database."""
