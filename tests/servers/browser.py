"""A browser that agrees to everything: it opens the address and follows where it is sent. Run as a program: ADDRESS."""

import sys
import urllib.request

if __name__ == "__main__":
    with urllib.request.urlopen(sys.argv[1], timeout=30) as page:
        page.read()
