"""``python -m enregard`` does what the ``enregard`` command does."""

from enregard.cli import main

main()
