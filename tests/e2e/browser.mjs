// node browser.mjs BASE [--add-csp]
//
// Uses the documentation pages under BASE as a person would, in headless Chromium. Fails when a request goes to another
// origin, when `Content-Security-Policy: default-src 'self'` is violated, when the page throws, or when an answer is not
// what it must be. `--add-csp` adds that header to every answer; without it the server (a proxy) must send it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, ...options] = process.argv.slice(2);
const addCsp = options.includes("--add-csp");
const origin = new URL(base).origin;
const executablePath = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
if (!executablePath) {
  console.error("chromium is missing: run tests/e2e/setup, or set CHROMIUM to its path");
  process.exit(1);
}

const POLICY = "default-src 'self'";
const problems = [];
const expect = (what, actual, wanted) => {
  const right = wanted instanceof RegExp ? wanted.test(actual) : actual === wanted;
  if (right) console.log(`ok   ${what}`);
  else problems.push(`${what}: expected ${wanted}, got ${JSON.stringify(actual)}`);
};

const browser = await chromium.launch({
  executablePath,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

async function open(path) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => problems.push(`${path}: the page threw: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (text.startsWith("violation ")) problems.push(`${path}: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.log(`violation of ${event.effectiveDirective} by ${event.blockedURI || "inline"} ${event.sourceFile ?? ""}`);
    });
  });
  await context.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === "data:" || url.protocol === "blob:") return route.continue();
    if (url.origin !== origin) {
      problems.push(`${path}: asked ${url.origin} for ${url.pathname}`);
      return route.abort();
    }
    if (!addCsp) return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": POLICY } });
  });
  const answer = await page.goto(base + path);
  expect(`${path} answers`, answer.status(), 200);
  expect(`${path} is under the policy`, (await answer.allHeaders())["content-security-policy"], POLICY);
  return page;
}

const order = (quantity) => JSON.stringify({
  customer: {
    name: "Ada Lovelace",
    email: "ada@example.com",
    address: { street: "12 St James's Square", city: "London", country: "GB" },
  },
  lines: [{ product_id: 1, quantity }],
});

async function swaggerUi() {
  const page = await open("/docs");
  await page.locator(".opblock").first().waitFor();
  expect("title of the page", await page.title(), "Shop - Swagger UI");
  expect("title of the document", await page.locator(".info .title").innerText(), /^Shop/);

  const block = page.locator(".opblock-post").filter({ has: page.locator('[data-path="/orders"]') });
  await block.locator(".opblock-summary").click();
  await block.getByRole("button", { name: "Try it out" }).click();
  const execute = async (body) => {
    if (body) await block.locator("textarea.body-param__text").fill(body);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await block.getByRole("button", { name: "Execute" }).click();
    const response = await answered;
    expect("it asked", response.url(), `${base}/orders`);
    const shown = block.locator(".live-responses-table .response").filter({ hasText: String(response.status()) });
    await shown.locator(".response-col_description pre").first().waitFor();
    return [response.status(), await block.locator(".live-responses-table").innerText()];
  };

  const [asGiven] = await execute();
  expect("Execute with the example as it is", asGiven, 201);
  const [created, createdText] = await execute(order(2));
  expect("Execute with a right body", created, 201);
  expect("the page shows the order", createdText, /"total_cents": 4990/);
  const [refused, refusedText] = await execute(order(0));
  expect("Execute with a wrong body", refused, 422);
  expect("the page shows what is wrong", refusedText, /greater_than_equal/);
  await page.close();
}

// Logging in where the document says, and calling what is only for those who have.
async function authorize() {
  const page = await open("/docs");
  const block = page.locator(".opblock").filter({ has: page.locator('[data-path="/users/me"]') });
  await block.locator(".opblock-summary-control").first().click();
  await block.getByRole("button", { name: "Try it out" }).click();
  const execute = async () => {
    const answered = page.waitForResponse((response) => response.url() === `${base}/users/me`);
    await block.getByRole("button", { name: "Execute" }).click();
    return (await answered).status();
  };
  expect("without a token", await execute(), 401);

  const dialog = page.locator(".dialog-ux");
  const logIn = async (password) => {
    await dialog.locator("#oauth_username").fill("ada");
    await dialog.locator("#oauth_password").fill(password);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await dialog.locator("button.authorize").click();
    const response = await answered;
    expect("the dialog logs in at the app's own address", response.url(), `${base}/token`);
    return response.status();
  };
  await page.locator(".scheme-container button.authorize").click();
  await dialog.locator("#oauth_username").waitFor();
  await dialog.getByText("select all", { exact: true }).click();
  expect("a wrong password", await logIn("hopper"), 401);
  await dialog.locator(".errors").filter({ hasText: /auth error/i }).first().waitFor();
  expect("the right password", await logIn("lovelace"), 200);
  await dialog.getByText("Logout", { exact: true }).waitFor();
  await dialog.locator("button.btn-done").click();

  expect("with a token", await execute(), 200);
  await block.locator(".live-responses-table pre").filter({ hasText: "Ada Lovelace" }).first().waitFor();
  await page.close();
}

async function redoc() {
  const page = await open("/redoc");
  await page.getByRole("heading", { name: "Place an order" }).first().waitFor();
  expect("title of the page", await page.title(), "Shop - ReDoc");
  await page.close();
}

// The page a log-in returns to: a window that Swagger UI opened, and to which it left what it expects.
async function oauth2Redirect() {
  const page = await open("/docs");
  const popup = page.waitForEvent("popup");
  const handed = page.evaluate((address) => new Promise((resolve) => {
    window.swaggerUIRedirectOauth2 = {
      state: "abc",
      redirectUrl: address,
      auth: { name: "login", schema: new Map([["flow", "authorizationCode"]]) },
      callback: ({ auth }) => resolve(auth.code),
      errCb: ({ message }) => resolve(message),
    };
    window.open(`${address}?state=abc&code=s3cret`);
  }), `${base}/docs/oauth2-redirect`);
  const window = await popup;
  expect("the redirect page hands over the code", await handed, "s3cret");
  if (!window.isClosed()) await window.waitForEvent("close");
  await page.close();
}

try {
  for (const check of [swaggerUi, authorize, redoc, oauth2Redirect]) {
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
