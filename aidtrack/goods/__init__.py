"""Goods: what is given, in which units and packs."""
