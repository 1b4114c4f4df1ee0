"""People: who signs in, with which assignment, where and how long."""
