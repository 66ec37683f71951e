"""What the site says: `respond(address, index)` and a module a page kind."""
