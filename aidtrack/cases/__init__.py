"""Cases: one household's hardship, from the report to the decision."""
