"""The record of everything in SQL, from which all indexes can be rebuilt."""
