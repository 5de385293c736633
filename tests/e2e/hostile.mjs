// node hostile.mjs BASE [PATH..]
//
// Opens the documentation pages under BASE, whose document is hostile, in headless Chromium without a policy that would
// stop scripts. Fails when a script of the document or of the address runs, a dialog opens, or a link leads to a script.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, ...chosen] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) {
  console.error("chromium is missing: run tests/e2e/setup, or set CHROMIUM to its path");
  process.exit(1);
}
const problems = [];
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"] });

const evil = encodeURIComponent("data:application/json,{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"evil\",\"version\":\"1\"},\"paths\":{}}");
const script = encodeURIComponent("</script><script>window.hurt=1</script>");
const addresses = [
  "/docs", "/redoc", `/docs?url=${evil}`, `/docs?configUrl=${evil}`, `/redoc?url=${evil}`, `/docs?x=${script}`, `/docs#/${script}`,
  `/docs/oauth2-redirect?code=${script}&state=${script}&error=${script}`, `/docs/oauth2-redirect#access_token=${script}`,
];
for (const address of chosen.length > 0 ? chosen : addresses) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(30_000);
  page.on("dialog", async (dialog) => {
    problems.push(`${address}: a dialog opened: ${dialog.message()}`);
    await dialog.dismiss();
  });
  const answer = await page.goto(base + address);
  if (answer.status() !== 200) problems.push(`${address}: answered ${answer.status()}`);
  const kind = address.startsWith("/redoc") ? "redoc" : address.includes("oauth2") ? "none" : "swagger";
  // A document that is shown is shown whole.
  try {
    if (kind === "swagger") await page.locator(".info .title").first().waitFor();
    if (kind === "redoc") await page.locator("h1").first().waitFor();
  } catch (error) {
    problems.push(`${address}: shows nothing: ${error.message}`);
  }
  if (kind === "swagger") {
    const title = await page.locator(".info .title").first().innerText();
    if (!title.startsWith("Hostile")) problems.push(`${address}: shows another document: ${title}`);
    for (const block of await page.locator(".opblock-summary-control").all()) await block.click();
  }
  await page.waitForLoadState("networkidle");
  if (await page.evaluate(() => window.hurt !== undefined).catch(() => false)) problems.push(`${address}: a script ran`);
  const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.href));
  const bad = links.filter((link) => /^\s*(javascript|data|vbscript):/i.test(link));
  if (bad.length > 0) problems.push(`${address}: links to ${bad}`);
  const handlers = await page.evaluate(() => document.querySelectorAll("[onerror], [onload]").length);
  if (handlers > 0) problems.push(`${address}: ${handlers} elements of the document's own`);
  console.log(`ok   ${address} was opened`);
  await page.context().close();
}
await browser.close();
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
