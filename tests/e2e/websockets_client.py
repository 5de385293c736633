"""websockets_client.py PORT: talks to the chat with the PyPI client `websockets`, as a Python program would."""

import asyncio
import json
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

PORT = sys.argv[1]


def room(name, who):
    return f"ws://127.0.0.1:{PORT}/rooms/{name}?name={who}"


async def hears(socket):
    heard = json.loads(await asyncio.wait_for(socket.recv(), 20))
    return heard["from"], heard["text"]


async def talk():
    async with connect(room("python", "Ann"), subprotocols=["chat.v0", "chat.v1"]) as ann:
        assert ann.subprotocol == "chat.v1", ann.subprotocol
        # offered by default, and not agreed on
        assert "Sec-WebSocket-Extensions" not in ann.response.headers
        assert await hears(ann) == ("room", "Ann came")
        async with connect(room("python", "Bob")) as bob:
            assert bob.subprotocol is None
            assert await hears(ann) == await hears(bob) == ("room", "Bob came")
            await ann.send(json.dumps({"text": "grüße ☃"}))
            assert await hears(ann) == await hears(bob) == ("Ann", "grüße ☃")
            # a message in three frames, with a ping between
            await bob.send(iter(['{"te', 'xt": "in ', 'pieces"}']))
            assert await hears(ann) == await hears(bob) == ("Bob", "in pieces")
            await asyncio.wait_for(await ann.ping(b"there?"), 20)
        assert await hears(ann) == ("room", "Bob left")


async def refused():
    try:
        async with connect(f"ws://127.0.0.1:{PORT}/rooms/python"):
            raise AssertionError("it has no name and came in")
    except InvalidStatus as error:
        assert error.response.status_code == 403, error.response
        detail = json.loads(error.response.body)["detail"]
        assert detail[0]["loc"] == ["query", "name"], detail


async def closed():
    async with connect(room("python", "Eve")) as eve:
        await hears(eve)
        await eve.send("no JSON")
        try:
            await asyncio.wait_for(eve.recv(), 20)
            raise AssertionError("it is still open")
        except ConnectionClosed as error:
            assert error.rcvd.code == 1007, error


async def many():
    sockets = [await connect(room("many", f"n{number}"), max_queue=1000) for number in range(50)]
    await sockets[0].send(json.dumps({"text": "all"}))
    for number, socket in enumerate(sockets):
        for later in range(number, 50):
            assert await hears(socket) == ("room", f"n{later} came")
        assert await hears(socket) == ("n0", "all")
    await asyncio.gather(*(socket.close() for socket in sockets))


async def main():
    for check in (talk, refused, closed, many):
        await check()
        print("ok  ", check.__name__)


asyncio.run(main())
