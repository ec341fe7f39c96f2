"""Words, names and days, as people write them."""
