"""What the product promises, through HTTP alone: each test is made from a sentence, none from the code."""
