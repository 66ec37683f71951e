"""What the site knows: one table, its keys, and what an article owns in it."""
