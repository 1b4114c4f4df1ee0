"""Stock: the ledger of what lies where, and what is promised."""
