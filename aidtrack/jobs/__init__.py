"""Background work: nightly tasks and the worker that runs them."""
