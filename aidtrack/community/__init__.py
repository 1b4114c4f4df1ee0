"""Residents and donors who do not sign in: requests for help, and what everybody may see."""
