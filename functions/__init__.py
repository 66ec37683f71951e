"""One folder a function, named by its verb: each handler reads the event, calls one step, and reports what failed."""
