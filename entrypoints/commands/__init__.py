"""The commands, by what they load: each process loads only what its command needs."""
