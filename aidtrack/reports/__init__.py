"""Reports: what is printed and exported; it only reads."""
