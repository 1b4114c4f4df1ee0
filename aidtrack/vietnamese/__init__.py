"""How Vietnam writes: names and their order, telephone numbers, citizen IDs, numbers, dates."""
