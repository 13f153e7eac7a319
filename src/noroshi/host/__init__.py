"""The machine below the product: its own PostgreSQL, and the processes it is made of.

Imports the kernel and the standard library only. Runs on Linux and macOS.

    embedded    PostgreSQL in the data directory, from the binaries of a wheel
    temporary   the same on a directory that is thrown away, for the test-suite
    processes   the tree of programs that ``noroshi up`` keeps alive
    ports       is an address free, does it answer
"""
