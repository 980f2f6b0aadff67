"""The shipped fake of OpenPhone, and the builders of what it sends."""
