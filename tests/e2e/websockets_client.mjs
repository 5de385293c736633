// node websockets_client.mjs PORT: talks to the chat with the npm client `ws`, as a Node program would.
import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";

const port = process.argv[2];
const room = (name, who) => `ws://127.0.0.1:${port}/rooms/${name}?name=${who}`;

// A socket whose messages are kept until somebody asks.
async function enter(address, ...rest) {
  const socket = new WebSocket(address, ...rest);
  const kept = [];
  const waiting = [];
  socket.on("message", (data) => {
    const { from, text } = JSON.parse(data);
    const take = waiting.shift();
    if (take) take([from, text]);
    else kept.push([from, text]);
  });
  socket.hears = () => (kept.length > 0 ? Promise.resolve(kept.shift()) : new Promise((take) => waiting.push(take)));
  await once(socket, "open");
  return socket;
}

async function talk() {
  const ann = await enter(room("node", "Ann"), ["chat.v1"]);
  assert.equal(ann.protocol, "chat.v1");
  assert.equal(ann.extensions, "");
  assert.deepEqual(await ann.hears(), ["room", "Ann came"]);
  const bob = await enter(room("node", "Bob"));
  assert.deepEqual(await bob.hears(), ["room", "Bob came"]);
  assert.deepEqual(await ann.hears(), ["room", "Bob came"]);
  ann.send(JSON.stringify({ text: "grüße ☃" }));
  assert.deepEqual(await bob.hears(), ["Ann", "grüße ☃"]);
  assert.deepEqual(await ann.hears(), ["Ann", "grüße ☃"]);
  // a message in two frames, with a ping between
  bob.send('{"text": "in ', { fin: false });
  bob.ping("there?");
  bob.send('pieces"}', { fin: true });
  const [answer] = await once(bob, "pong");
  assert.equal(answer.toString(), "there?");
  assert.deepEqual(await ann.hears(), ["Bob", "in pieces"]);
  bob.close(4000, "enough");
  const [code] = await once(bob, "close");
  assert.equal(code, 4000);
  assert.deepEqual(await ann.hears(), ["room", "Bob left"]);
  ann.terminate();
}

async function refused() {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rooms/node`);
  const [, response] = await once(socket, "unexpected-response");
  assert.equal(response.statusCode, 403);
  response.destroy();
}

async function closed() {
  const eve = await enter(room("node", "Eve"));
  await eve.hears();
  eve.send("no JSON");
  const [code] = await once(eve, "close");
  assert.equal(code, 1007);
}

for (const check of [talk, refused, closed]) {
  await check();
  console.log("ok  ", check.name);
}
process.exit(0);
