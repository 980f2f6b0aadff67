"""What the product promises, said by running it."""
