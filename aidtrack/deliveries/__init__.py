"""Deliveries: trips, their stops, and what happened at the door."""
