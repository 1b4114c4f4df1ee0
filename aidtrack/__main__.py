"""`python -m aidtrack` is the command line."""

from aidtrack.cli import main

if __name__ == "__main__":
    main()
