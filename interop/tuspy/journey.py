"""tuspy as anybody uses it: `python journey.py FILE MEMORY`, one JSON object a line on what happened.

SACADOS_ENDPOINT is where uploads are created, SACADOS_TOKEN a personal access token. A first client sends a few parts and is
gone; a second one remembers the address (in MEMORY), asks how far it was, and ends the work.
"""

import json
import os
import sys
import time

from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError
from tusclient.storage.filestorage import FileStorage

PART = 1 << 20
PARTS_OF_THE_FIRST = 3


def say(**what):
    print(json.dumps(what), flush=True)


def uploader(path, memory):
    client = TusClient(os.environ["SACADOS_ENDPOINT"], headers={"Authorization": f"Bearer {os.environ['SACADOS_TOKEN']}"})
    return client.uploader(
        path,
        chunk_size=PART,
        metadata={"filename": "relevés d’été.bin"},
        store_url=True,
        url_storage=FileStorage(memory),
        retries=200,
        retry_delay=0.1,
    )


def patiently(make):
    """tuspy repeats what it sends, not the question how far it was: whoever uses it asks again."""
    end = time.monotonic() + 60
    while True:
        try:
            return make()
        except TusCommunicationError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def main(path, memory):
    first = uploader(path, memory)
    for _ in range(PARTS_OF_THE_FIRST):
        first.upload_chunk()
        say(acknowledged=first.offset)

    second = patiently(lambda: uploader(path, memory))
    if second.url != first.url:
        raise SystemExit("the client does not find its upload again")
    say(found=second.offset)
    while second.offset < second.get_file_size():
        second.upload_chunk()
        say(acknowledged=second.offset)
    say(done=second.url)


main(*sys.argv[1:])
