"""What is read out of the words of customers, what of it is believed, and what a person is asked about."""
