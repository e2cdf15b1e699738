"""A server with OpenAI's chat interface on loopback, which fails as it is told."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

Body = dict[str, Any]


def prompt_of(body: Body) -> str:
    """The last prompt of a request, of which no two turns of a test have the same."""
    return str(body["messages"][-1]["content"])


def said(body: Body) -> str:
    """What the server replies: it depends on the whole chat."""
    return f"{len(body['messages'])} {body['messages'][0]['content']} {prompt_of(body)}"


def completion(*messages: Body, reason: str = "stop", tokens: int = 3) -> Body:
    choices = [
        {"index": n, "message": {"role": "assistant", **each}, "finish_reason": reason}
        for n, each in enumerate(messages)
    ]
    usage = {"prompt_tokens": 9, "completion_tokens": tokens, "total_tokens": 9 + tokens}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": choices, "usage": usage}  # fmt: skip


class Call:
    """One request and the way back to its sender."""

    def __init__(self, body: Body, key: str, writer: asyncio.StreamWriter) -> None:
        self.body, self.key, self.writer = body, key, writer

    async def send(self, status: int, value: Any, head: str = "", cut: int | None = None) -> None:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        lines = f"HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n{head}\r\n"
        self.writer.write(lines.encode() + data[:cut])
        await self.writer.drain()

    async def refuse(self, status: int, head: str = "") -> None:
        """An error that quotes the key, as some services do."""
        await self.send(status, {"error": {"message": f"not for {self.key} ({status})"}}, head)

    async def reply(self) -> None:
        await self.send(200, completion(*[{"content": said(self.body)}] * self.body.get("n", 1)))


async def garbage(call: Call) -> None:
    await call.send(200, b'{"choices": [{"mess')


async def no_choices(call: Call) -> None:
    await call.send(200, completion())


async def server_error(call: Call) -> None:
    await call.refuse(500)


async def half_closed(call: Call) -> None:
    await call.send(200, completion({"content": said(call.body)}), cut=40)
    call.writer.close()


async def stall(call: Call) -> None:
    await call.send(200, completion({"content": said(call.body)}), cut=40)
    await asyncio.sleep(60)


async def trickle(call: Call) -> None:
    """A byte now and then, so that no single read takes long."""
    await call.send(200, b" " * 1000, cut=1)
    while True:
        await asyncio.sleep(0.05)
        call.writer.write(b" ")
        await call.writer.drain()


FAULTS = (garbage, no_choices, server_error, half_closed, stall)

Answer = Callable[[Call, int], Awaitable[None]]
"""Answers a call; gets how often its prompt was asked before."""


async def well(call: Call, before: int) -> None:
    await call.reply()


class ChatServer:
    """What was asked, by prompt, and where.

    Attributes:
        url: the address for `base_url`.
        bodies: the requests in the order they came.
        most: how many requests were there at once, at most.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.bodies: list[Body] = []
        self.url, self.most, self._now = "", 0, 0

    @property
    def asked(self) -> Counter[str]:
        return Counter(map(prompt_of, self.bodies))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:-2])
                lower = {name.lower(): value for name, value in fields.items()}
                body = json.loads(await reader.readexactly(int(lower["content-length"])))
                before = self.asked[prompt_of(body)] if isinstance(body, dict) else 0
                self.bodies.append(body)
                self._now += 1
                self.most = max(self.most, self._now)
                try:
                    key = lower.get("authorization", "").removeprefix("Bearer ")
                    await self._answer(Call(body, key, writer), before)
                finally:
                    self._now -= 1
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def run(self, ready: threading.Event, end: asyncio.Event, port: int = 0) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", port, backlog=1000)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready.set()
        await end.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()


@contextmanager
def serving(answer: Answer = well) -> Iterator[ChatServer]:
    """Serves in a thread of its own."""
    server, ready, loop, end = ChatServer(answer), threading.Event(), asyncio.new_event_loop(), asyncio.Event()  # fmt: skip
    thread = threading.Thread(target=loop.run_until_complete, args=(server.run(ready, end),))
    thread.start()
    ready.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


if __name__ == "__main__":  # serves until it is killed, for other processes

    async def soon(call: Call, before: int) -> None:
        await asyncio.sleep(0.002)
        await call.reply()

    with serving(soon) as served:
        print(served.url, flush=True)
        threading.Event().wait()
