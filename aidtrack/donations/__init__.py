"""Donations: who promised what, and what really arrived."""
