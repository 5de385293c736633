// node live.mjs CHAT LIVE
//
// Uses the pages of the chat (at port CHAT) and of the live feed (at port LIVE) as people would, in headless Chromium: two
// who talk over WebSockets with a subprotocol, and one who follows an EventSource, loses the connection, and comes back.
import { existsSync } from "node:fs";
import { once } from "node:events";
import net from "node:net";
import { chromium } from "playwright-core";

const [chat, live] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) {
  console.error("chromium is missing: run tests/e2e/setup, or set CHROMIUM to its path");
  process.exit(1);
}

const problems = [];
const expect = (what, actual, wanted) => {
  if (JSON.stringify(actual) === JSON.stringify(wanted)) console.log(`ok   ${what}`);
  else problems.push(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(actual)}`);
};

const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

async function open(address) {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => problems.push(`the page throws: ${error.message}`));
  await page.goto(address);
  return page;
}

async function talking() {
  const enter = async (name) => {
    const page = await open(`http://127.0.0.1:${chat}/`);
    const opened = page.waitForEvent("websocket");
    await page.locator("[name=name]").fill(name);
    await page.getByRole("button", { name: "Enter" }).click();
    await opened;
    await page.locator("#log").getByText(`${name} came`).waitFor();
    expect(`${name} speaks the subprotocol`, await page.evaluate("socket.protocol"), "chat.v1");
    return page;
  };
  const ann = await enter("Ann");
  const bob = await enter("Bob");
  await ann.locator("#log").getByText("Bob came").waitFor();
  await ann.locator("[name=text]").fill("<b>hello</b> ☃");
  await ann.getByRole("button", { name: "Say" }).click();
  await bob.locator("#log").getByText("<b>hello</b> ☃").waitFor();
  await bob.close();
  await ann.locator("#log").getByText("Bob left").waitFor();
  const said = await ann.locator("#log div").allInnerTexts();
  expect("all of it in order", said, ["room: Ann came", "room: Bob came", "Ann: <b>hello</b> ☃", "room: Bob left"]);
  await ann.close();
}

// A line between the browser and the feed that can be cut.
class Line {
  sockets = new Set();

  async join(port = 0) {
    this.server = net.createServer((near) => {
      const far = net.connect(live, "127.0.0.1");
      for (const [from, to] of [[near, far], [far, near]]) {
        this.sockets.add(from);
        from.pipe(to);
        from.on("error", () => to.destroy());
        from.on("close", () => { this.sockets.delete(from); to.destroy(); });
      }
    });
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
    this.port = this.server.address().port;
  }

  async cut() {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, "close");
  }
}

async function following() {
  const line = new Line();
  await line.join();
  const page = await open(`http://127.0.0.1:${line.port}/`);
  await page.getByText("connected", { exact: true }).waitFor();
  const publish = async (text) => {
    const response = await fetch(`http://127.0.0.1:${live}/news`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
    expect(`${text} is published`, response.status, 201);
  };
  await publish("one");
  await page.getByText("one", { exact: true }).waitFor();
  await line.cut();
  await page.getByText("connecting", { exact: true }).waitFor();
  await publish("two");
  await publish("three");
  await line.join(line.port);
  await page.getByText("three", { exact: true }).waitFor();
  await publish("four");
  await page.getByText("four", { exact: true }).waitFor();
  const shown = await page.locator("li").allInnerTexts();
  expect("nothing is missed or told twice", shown, ["one", "two", "three", "four"]);
  await page.close();
  await line.cut();
}

try {
  for (const check of [talking, following]) {
    try {
      await check();
    } catch (error) {
      problems.push(`${check.name}: ${error.message}`);
    }
  }
} finally {
  await browser.close();
}
for (const problem of problems) console.error(`FAIL ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
