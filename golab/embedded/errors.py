"""What goes wrong for reasons the person at the keyboard can mend."""


class Problem(Exception):
    """One sentence with the cause and the cure; shown without a traceback, exit status 1."""


class Stopped(Exception):
    """Someone asked the hub to stop while it was still starting."""
