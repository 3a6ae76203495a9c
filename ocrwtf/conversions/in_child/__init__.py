"""What runs in disposable children only: the one place that looks into presentations and into what was made of them."""
