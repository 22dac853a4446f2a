"""What a sentence claims, aspect by aspect.

Each module finds its aspect in a text and says whether a source supports it.
"""
