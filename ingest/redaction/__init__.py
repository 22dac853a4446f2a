"""What somebody with a clearance may see: redaction, and markings that were damaged."""
