"""The HTTP server: limits, connections, uploads, logs and metrics."""
