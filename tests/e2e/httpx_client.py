"""httpx_client.py PORT AUTHORITY: talks to the shop with the PyPI client `httpx`, over HTTP/2 and TLS."""

import asyncio
import sys

import httpx

URL = f"https://localhost:{sys.argv[1]}"


async def talk():
    async with httpx.AsyncClient(http2=True, verify=sys.argv[2]) as client:
        answers = await asyncio.gather(*(client.get(f"{URL}/health") for _ in range(50)))
        assert {(answer.status_code, answer.http_version) for answer in answers} == {(200, "HTTP/2")}, answers
        answer = await client.get(f"{URL}/nowhere")
        assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"}), answer
        answer = await client.post(f"{URL}/token", data={"username": "nobody", "password": "nothing"})
        assert 400 <= answer.status_code < 500, answer
    with httpx.Client(http2=False, verify=sys.argv[2]) as client:
        assert client.get(f"{URL}/health").http_version == "HTTP/1.1"


asyncio.run(talk())
print("httpx: 52 requests over HTTP/2, one over HTTP/1.1")
