"""reftel for other programs: REST and MCP."""
