"""What a web server needs to show published pages: from the disk once, then from memory.

paths       what a request may name
languages   what a reader wants to read
kinds       how each kind of file is sent
policy      the content policy of a file
document    one file with its headers, plain and compressed
edition     the files of one published version
shelf       the version that is public now
sites       which page a request is for
"""
