"""Sample cables, invented for reftel, in the true format: `README.md` beside this file tells who is who."""

from pathlib import Path

SAMPLES = Path(__file__).parent
