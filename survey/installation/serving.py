"""How `survey run` serves."""

import select

#: Browsers keep their connections open between two saves. Waitress by itself takes 100 and lets the next one wait for
#: minutes; most systems let a process have 1,024 files. Its other way to look at connections ends at that number.
WAITRESS = {
    "threads": 8,
    "ident": None,
    "connection_limit": 900,
    "asyncore_use_poll": hasattr(select, "poll"),
}
