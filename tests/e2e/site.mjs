// node site.mjs BASE
//
// Walks through the example site as a visitor would, in headless Chromium, and sends its form with several files.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const [base] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) {
  console.error("chromium is missing: run tests/e2e/setup, or set CHROMIUM to its path");
  process.exit(1);
}

const problems = [];
const expect = (what, actual, wanted) => {
  const right = wanted instanceof RegExp ? wanted.test(actual) : actual === wanted;
  if (right) console.log(`ok   ${what}`);
  else problems.push(`${what}: expected ${wanted}, got ${JSON.stringify(actual)}`);
};

const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => problems.push(`the page threw: ${error.message}`));
  page.on("dialog", (dialog) => problems.push(`a dialog: ${dialog.message()}`));

  const home = await page.goto(`${base}/`);
  expect("the first page answers", home.status(), 200);
  expect("its style is the site's", await page.evaluate(() => getComputedStyle(document.body).maxWidth), "640px");
  await page.getByRole("link", { name: "Sense & Sensibility" }).click();
  expect("a link leads to the book", page.url(), `${base}/books/1`);
  expect("the book is shown", await page.getByRole("heading").innerText(), "Sense & Sensibility");
  expect("its price too", await page.locator("strong").innerText(), "9.90 €");

  await page.goto(`${base}/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect("what was searched for stays text", await page.getByLabel("Search").inputValue(), '"><script>alert(1)</script>');
  await page.getByLabel("Search").fill("eliot");
  await page.getByRole("button").click();
  expect("a search finds", await page.locator("main li").innerText(), /^Middlemarch/);

  await page.getByRole("link", { name: "Photos" }).click();
  const files = [
    { name: "shelf.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(100_000, 1) },
    { name: 'größe "1".png', mimeType: "image/png", buffer: Buffer.alloc(7, 2) },
    { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
  ];
  await page.getByLabel("Title").fill("Ärger & <b>");
  await page.getByLabel("Files").setInputFiles(files);
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Send" }).click();
  expect("the form is answered with a redirect", (await answered).status(), 303);
  await page.waitForURL(`${base}/photos/`);
  const items = page.locator("main li");
  await items.nth(2).waitFor();
  expect("a file of some size", await items.nth(0).innerText(), "Ärger & <b>: shelf.jpg, 100000 bytes");
  expect("a name with quotes", await items.nth(1).innerText(), /^Ärger & <b>: größe .*1.*\.png, 7 bytes$/);
  expect("an empty file", await items.nth(2).innerText(), "Ärger & <b>: empty.txt, 0 bytes");

  const lost = await page.goto(`${base}/books/99`);
  expect("what is not there", lost.status(), 404);
  expect("is a page too", await page.getByRole("heading").innerText(), "Not found");
} catch (error) {
  problems.push(error.message);
} finally {
  await browser.close();
}
if (problems.length > 0) {
  console.error(problems.map((problem) => `FAIL ${problem}`).join("\n"));
  process.exit(1);
}
