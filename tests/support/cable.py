"""The connection between browsers and a server, which a test can cut and restore."""

import selectors
import socket
import threading


class Cable:
    """Passes all on between a port of its own and the server's; `cut` ends all connections and takes no new ones."""

    def __init__(self, server_port: int):
        self.server_port, self.port, self.listener = server_port, 0, None
        self.pairs: set[tuple[socket.socket, socket.socket]] = set()
        self.restore()

    def restore(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        if self.listener:
            # shutting down wakes the thread that waits in accept
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        self.listener = None
        for pair in list(self.pairs):
            self._end(pair)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.server_port))
            except OSError:
                return
            pair = (near, far)
            self.pairs.add(pair)
            threading.Thread(target=self._pass_on, args=(pair,), daemon=True).start()

    def _pass_on(self, pair: tuple[socket.socket, socket.socket]) -> None:
        near, far = pair
        with selectors.DefaultSelector() as selector:
            try:
                # a pair that was cut at once has no sockets to watch any more
                selector.register(near, selectors.EVENT_READ, far)
                selector.register(far, selectors.EVENT_READ, near)
                while True:
                    for key, _events in selector.select():
                        piece = key.fileobj.recv(65536)
                        if not piece:
                            return
                        key.data.sendall(piece)
            except (OSError, ValueError):
                return
            finally:
                self._end(pair)

    def _end(self, pair: tuple[socket.socket, socket.socket]) -> None:
        self.pairs.discard(pair)
        for end in pair:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
            finally:
                end.close()
