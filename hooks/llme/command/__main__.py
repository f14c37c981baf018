"""`python -m llme.command`, for those who have the package in a folder and no script that starts it."""

from llme.command import main

main()
