// node authorize.mjs BASE SCHEME PATH VALUE...
//
// Fills the values into the fields of a scheme of the "Authorize" dialog, calls PATH from the page, and prints the status
// and the body of the answer, a line each.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, scheme, path, ...values] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) {
  console.error("chromium is missing: run tests/e2e/setup, or set CHROMIUM to its path");
  process.exit(1);
}

const browser = await chromium.launch({
  executablePath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${base}/docs`);
  await page.locator(".scheme-container button.authorize").click();
  const form = page.locator(".dialog-ux .auth-container").filter({ has: page.locator(`h4 code:text-is("${scheme}")`) });
  for (const [index, value] of values.entries()) await form.locator("input").nth(index).fill(value);
  await form.locator("button.authorize").click();
  await form.getByText("Logout", { exact: true }).waitFor();
  await page.locator(".dialog-ux .close-modal").click();

  const block = page.locator(".opblock").filter({ has: page.locator(`[data-path="${path}"]`) });
  await block.locator(".opblock-summary-control").first().click();
  await block.getByRole("button", { name: "Try it out" }).click();
  const answered = page.waitForResponse((response) => new URL(response.url()).pathname === path);
  await block.getByRole("button", { name: "Execute" }).click();
  const response = await answered;
  console.log(response.status());
  console.log(await response.text());
} finally {
  await browser.close();
}
