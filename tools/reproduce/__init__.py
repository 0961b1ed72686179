"""`make reproduce`: LoMo's four arms trained on a small model from scratch, a page of results out."""
