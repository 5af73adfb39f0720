"""Signs on with the irc library: sends each line of standard input, and writes each line of the server to standard output."""
import queue
import ssl
import sys
import threading

import irc.client
import irc.connection

host, port, nickname, password = sys.argv[1:]
to_send = queue.Queue()


def read_input():
    for line in sys.stdin:
        to_send.put(line.rstrip("\n"))
    to_send.put(None)


def write_line(connection, event):
    print(event.arguments[0], flush=True)


# The server's certificate is one it made itself.
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
# The class was renamed in version 9.
reactor = (irc.client.Reactor if hasattr(irc.client, "Reactor") else irc.client.IRC)()
reactor.add_global_handler("all_raw_messages", write_line)
connection = reactor.server().connect(
    host, int(port), nickname, password=password, connect_factory=irc.connection.Factory(wrapper=context.wrap_socket))
threading.Thread(target=read_input, daemon=True).start()
while connection.is_connected():
    reactor.process_once(0.02)
    while not to_send.empty():
        line = to_send.get()
        if line is None:
            sys.exit()
        connection.send_raw(line)
