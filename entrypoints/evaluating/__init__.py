"""`evaluate FILE`: how often an extractor is right, on texts of which is known what stands in them."""
