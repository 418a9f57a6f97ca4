"""First steps on the system's own Python: `python3 tools/bootstrap.py [--dev] ARGUMENTS...`

Makes `.venv`, installs the locked wheels, and runs the environment's Python with the arguments.
This file must be readable by any Python, so that an old one is told so in a sentence.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this is where it is enforced)
    sys.stderr.write(
        "The hub needs Python 3.11 or newer and this is Python %d.%d (%s): "  # noqa: UP031 (old Pythons read this)
        "install a newer one, or name one that you have, for example `make run PYTHON=python3.12`.\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    sys.exit(1)

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from golab.embedded.installation import main  # noqa: E402 (an old Python must not get this far)

sys.exit(main(sys.argv[1:]))
