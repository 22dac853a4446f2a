"""The pages beside the chat window: library, people, cables, uploads, health."""
