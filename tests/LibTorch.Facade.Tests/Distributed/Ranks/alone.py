"""Starts ranks in a network namespace: alone.py RANKS count|cut COMMAND ...

It prints JSON: what each rank printed, and how many bytes went over the network. With cut, the network is switched off
when all ranks have printed a line.
"""
import json
import os
import subprocess
import sys

import own_network

ranks, what, *command = sys.argv[1:]
try:
    own_network.enter()
except OSError as why:
    print(why, file=sys.stderr)
    sys.exit(3)
processes = [
    subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"RANK": str(rank), "WORLD_SIZE": ranks, "MASTER_PORT": "29500"}
    )
    for rank in range(int(ranks))
]
printed = ["" for _ in processes]
if what == "cut":
    printed = [process.stdout.readline() for process in processes]
    own_network.switch(False)
printed = [before + process.communicate()[0] for before, process in zip(printed, processes)]
print(json.dumps({"printed": printed, "codes": [process.returncode for process in processes], "bytes": own_network.sent()[0]}))
