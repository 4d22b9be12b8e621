"""A datagram socket such as systemd's: prints each message it gets as one line; closes what comes with it."""
import array, json, os, socket, sys

server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(sys.argv[1])
print("listening", flush=True)
while True:
    data, ancillary, _, _ = server.recvmsg(65536, socket.CMSG_SPACE(16 * 4))
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            # systemd-notify waits until this is closed: its message was read then.
            for fd in array.array("i", content[: len(content) - len(content) % 4]):
                os.close(fd)
    print(json.dumps(data.decode()), flush=True)
