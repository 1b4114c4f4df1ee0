"""The demo: 13 to 15 August 2021 replayed through the very actions that people use."""
