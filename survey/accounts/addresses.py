"""What counts as an e-mail address."""

import re

# one @, something before it, a dot after it: whether it exists, only a message can tell
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
