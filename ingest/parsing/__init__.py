"""One text into one cable: header, paragraphs, markings, references, closing."""
