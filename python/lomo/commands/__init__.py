"""The commands of the command line, one file each: a parser, and a function from its arguments to an exit code."""
