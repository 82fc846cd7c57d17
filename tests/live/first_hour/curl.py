"""In the place of curl, where there is none: the options that the quick start uses."""

import re
import sys
import urllib.error
import urllib.request

arguments = iter(sys.argv[1:])
headers, body, after, address = {}, None, "", ""
for argument in arguments:
    if argument == "-s":
        continue
    if argument == "-H":
        name, _, value = next(arguments).partition(": ")
        headers[name] = value
    elif argument == "-d":
        body = next(arguments).encode()
    elif argument == "-w":
        after = next(arguments)
    elif argument.startswith("-"):
        sys.exit(f"curl.py knows no {argument}")
    else:
        address = argument
# {a,b} in an address makes one call for each.
choices = re.search(r"\{(.*)\}", address)
for choice in choices[1].split(",") if choices else [""]:
    place = address.replace(choices[0], choice) if choices else address
    request = urllib.request.Request(place, body, headers)
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    text = answer.read().decode()
    sys.stdout.write(text + after.replace("%{http_code}", str(answer.status)).replace("\\n", "\n"))
