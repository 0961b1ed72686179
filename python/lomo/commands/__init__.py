"""The commands of the command line, one file each: a parser, and what runs with its arguments."""
