"""Campaigns: an appeal, its norm, and the plan of who gets what."""
