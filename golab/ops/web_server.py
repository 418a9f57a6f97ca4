"""gunicorn's settings that its command line cannot say: `--config=python:golab.ops.web_server`."""

from gunicorn.http import message

# A question of 10,000 letters in any script is one line of a request, 12 bytes for an emoji. gunicorn takes no more
# than 8,190 whatever it is told, or else any length at all, which one client could use to fill the memory.
limit_request_line = 128 * 1024
message.MAX_REQUEST_LINE = limit_request_line
