"""The verbs of the pipeline. Each reads the present state, does what is missing, and can be repeated at any time."""
