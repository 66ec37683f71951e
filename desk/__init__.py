"""The command line, the local stack and its preview. It runs on a person's machine, never on Lambda."""
