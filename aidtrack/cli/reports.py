"""Reports at the command line (being built)."""

COMMANDS = ()
