"""In the place of jq, where there is none: a path of keys."""

import json
import sys

raw = sys.argv[1] == "-r"
value = json.load(sys.stdin)
for key in sys.argv[-1].lstrip(".").split("."):
    value = value[key]
print(value if raw else json.dumps(value))
