"""The forms, one file a topic, on one base."""
