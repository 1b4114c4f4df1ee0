"""The books: the check that spans all topics; it reads, names, and never repairs."""
