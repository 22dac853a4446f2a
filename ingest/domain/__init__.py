"""What an archive is made of, as values that know no storage: cables, markings, posts, filters, limits."""
