"""The instructions for the language model, as Markdown files."""
