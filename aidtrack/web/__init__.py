"""The pages: who may, what was filled in, one action, where next."""
