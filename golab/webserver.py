"""What gunicorn is told beyond its command line: `--config python:golab.webserver`."""

from gunicorn.http import message

# Any text may be searched for, in an address that can be kept: 10,000 signs are 120,000 bytes once they are escaped.
# gunicorn allows 8,190 or no limit at all, which would let one reader fill the memory.
LONGEST_REQUEST_LINE = 128 * 1024
message.MAX_REQUEST_LINE = LONGEST_REQUEST_LINE
limit_request_line = LONGEST_REQUEST_LINE
