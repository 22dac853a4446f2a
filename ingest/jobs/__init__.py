"""Work on a library: read files, bring indexes up to date, check, repair, cut copies for a clearance."""
