"""The explorer: views of the library in a browser; `yanggaudin explore` serves them.

A view is declared once, in `views/`: its inputs, and a function from them to numbers, pictures and
the lines of Python and of the command line that give the same.  What the page shows, the API,
the downloads and the tests follow from that.
"""
