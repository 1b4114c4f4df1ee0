"""The chain: every change, who made it and when, so that nobody can quietly rewrite the past."""
