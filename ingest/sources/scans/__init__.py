"""Pages that are only pictures: drawn and read by OCR, in processes that are kept within bounds."""
