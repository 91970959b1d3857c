"""A real SMTP server for tests: takes orders on its standard input, one JSON object a line, and answers each on its output.

Orders: {"do": "refuse", "code": 550} (0 to accept again), {"do": "messages"}.
The first line it says is {"port": …}. It ends when its standard input does, so that it never outlives a test.
"""

import argparse
import asyncio
import base64
import json
import logging
import ssl
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

# Clients that hang up are part of the tests.
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


class Mailbox:
    def __init__(self):
        self.code = 0
        self.messages = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.code:
            # As relays do, it quotes the address: nothing of this may reach a log.
            return f"{self.code} <{address}> is not welcome"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "data": base64.b64encode(envelope.original_content).decode(),
            "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
        })
        return "250 OK"

    def obey(self, order):
        if order["do"] == "refuse":
            self.code = order["code"]
            return {}
        if order["do"] == "messages":
            return {"messages": self.messages}
        return {"error": "unknown order"}


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--user")
    options.add_argument("--password")
    options = options.parse_args()

    mailbox = Mailbox()
    manners = {"hostname": "localhost", "enable_SMTPUTF8": False}
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
        manners |= {"tls_context": context, "require_starttls": True}
    if options.user:
        def authenticate(server, session, envelope, mechanism, auth_data):
            known = auth_data.login.decode() == options.user and auth_data.password.decode() == options.password
            return AuthResult(success=known, handled=known, auth_data=auth_data)

        manners |= {"authenticator": authenticate, "auth_required": True}

    loop = asyncio.get_running_loop()
    # A port given back a moment ago may be taken again at once.
    server = await loop.create_server(
        lambda: SMTP(mailbox, loop=loop, **manners), "127.0.0.1", options.port, reuse_address=True
    )
    answer({"port": server.sockets[0].getsockname()[1]})

    over = asyncio.Event()

    def listen():
        for line in sys.stdin:
            loop.call_soon_threadsafe(lambda order=json.loads(line): answer(mailbox.obey(order)))
        loop.call_soon_threadsafe(over.set)

    threading.Thread(target=listen, daemon=True).start()
    await over.wait()


def answer(what):
    print(json.dumps(what), flush=True)


asyncio.run(main())
