"""Places: the three tables of units, and the way from an old unit to today's."""
