"""The published pages over HTTP: pure ASGI in front of Django, without the database.

    application  which answer a request gets
    request      what is read of a request, and nothing else of it
    answers      answers that are not a file
    client       whose connection it is, for limits
    channel      what a page tells its open streams
    streams      the open streams: heartbeat, limits, slow readers

A page that is not in the file of routes (noroshi.pages.routes) is never found here. Pages for
some readers only are not noted there, and are shown by screens that know who asks.
"""
