// node websocket.mjs URL TEXT: sends TEXT to a WebSocket from a page in headless Chromium, and prints what comes back.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const [url, text] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) {
  console.error("chromium is missing: run tests/e2e/setup, or set CHROMIUM to its path");
  process.exit(1);
}
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
try {
  const page = await (await browser.newContext()).newPage();
  const answer = await page.evaluate(
    ([url, text]) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(url);
        const late = setTimeout(() => reject(new Error(`no answer from ${url}`)), 15_000);
        socket.onopen = () => socket.send(text);
        socket.onerror = () => reject(new Error(`no WebSocket at ${url}`));
        socket.onmessage = (event) => {
          clearTimeout(late);
          socket.close(1000);
          resolve(event.data);
        };
      }),
    [url, text],
  );
  console.log(answer);
} finally {
  await browser.close();
}
