"""Posts of community groups: read, proposed as drafts, confirmed by a person."""
