"""Pages that are only pictures: drawn and read by OCR, in processes of their own that cost no more than a page may."""
