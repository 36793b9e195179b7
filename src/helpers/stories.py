"""What only a whole corpus shows of documents: which tell one story, and which are copies of one text."""
