"""A picture and an image processor in, what the picture costs a model out: its visual tokens."""
