"""``python -m caretree.cli``."""

from caretree.cli.main import main

if __name__ == "__main__":
    main()
