"""The command `llme`: the guide inside a project, from the snapshots of its releases; no site, no network."""


def main(argv: list[str] | None = None) -> None:
    """Runs the command, and ends the program with its status."""
    from llme.command.line import llme  # later than `import llme.command`, which others do for a part of it

    llme(args=argv, prog_name="llme")
