// Uses the page of `jwtgen matrix --format html` as a person would.
//
// Arguments: folder of playwright-core, path of the browser, the page, folder for
// screenshots. Prints what it saw to standard output. Exits with 77 if the browser
// does not start.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";

const [packages, executablePath, page, pictures] = process.argv.slice(2);
const { chromium } = createRequire(path.join(packages, "package.json"))("playwright-core");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath, args: quiet }).catch((error) => {
  console.error(String(error));
  process.exit(77);
});
const seen = {};
try {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const errors = [];
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("dialog", (dialog) => errors.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  tab.on("request", (request) => request.url().startsWith("file:") || errors.push(`asked for ${request.url()}`));
  await tab.goto(pathToFileURL(page).href);

  const rows = () => tab.locator("#matrix tbody tr").count();
  const columns = () => tab.locator("#matrix thead th").count();
  const text = (selector) => tab.locator(selector).innerText();
  seen.rows = await rows();
  seen.columns = await columns();
  seen.heads = await tab.locator("#matrix thead th").allInnerTexts();
  seen.summary = await text("#summary");
  seen.legend = await tab.locator(".legend dt").allInnerTexts();

  // Filters, one at a time and together.
  await tab.fill("#route", "items");
  seen.items = await rows();
  await tab.selectOption("#method", "GET");
  seen.gets = await rows();
  await tab.click("button[type=reset]");
  await tab.fill("#caller", "group:");
  seen.groups = (await columns()) - 2;
  await tab.click("button[type=reset]");
  await tab.check("#public");
  seen.public = await rows();
  assert.equal(await tab.locator("#matrix tbody tr.open").count(), seen.public);
  await tab.click("button[type=reset]");
  assert.equal(await rows(), seen.rows);

  // Reasons, with the mouse and the keyboard.
  await tab.locator("#matrix td.allow").first().click();
  seen.allowed = await text("#reason");
  await tab.locator("#matrix td[tabindex='0']").focus();
  await tab.keyboard.press("End");
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("Enter");
  seen.next = await text("#reason");
  await tab.keyboard.press("Home");
  await tab.keyboard.press("PageUp");
  await tab.keyboard.press("Enter");
  seen.first = await text("#reason");
  assert.equal(await tab.locator("[aria-selected=true]").count(), 1);

  // Names are code, and no backtick is seen anywhere.
  await tab.fill("#route", "GET /items");
  await tab.locator("#matrix tbody tr").first().locator("td.allow").first().click();
  seen.code = await tab.locator("#reason code").allInnerTexts();
  assert.ok(!(await text("body")).includes("`"));
  await tab.click("button[type=reset]");
  assert.equal(await tab.locator("#matrix td[tabindex='0']").count(), 1);

  // A focused cell is not hidden below the headers.
  await tab.locator("#matrix td[tabindex='0']").focus();
  for (const key of ["End", "PageDown", "PageDown", "PageDown", "Home", "ArrowUp", "ArrowUp", "ArrowUp"]) {
    await tab.keyboard.press(key);
    const clear = await tab.evaluate(() => {
      const [cell, head] = [document.activeElement, document.querySelector("#matrix thead th")].map((element) => element.getBoundingClientRect());
      return cell.left >= head.right - 1 && cell.top >= head.bottom - 1;
    });
    assert.ok(clear, `hidden after ${key}`);
  }

  // The graph follows the paths through a name.
  seen.nodes = await tab.locator("#graph g.node").count();
  if (seen.nodes > 0) {
    await tab.locator("#graph g.node").first().click();
    seen.followed = await tab.locator("#graph g.node.on").count();
    assert.ok(seen.followed > 1 && seen.followed < seen.nodes);
  }

  // Every field has an accessible name.
  for (const field of await tab.locator("input, select").all()) {
    assert.ok(await field.evaluate((element) => element.labels.length > 0));
  }
  for (const colorScheme of ["light", "dark"]) {
    await tab.emulateMedia({ colorScheme });
    await tab.screenshot({ path: path.join(pictures, `matrix-${colorScheme}.png`), fullPage: true });
  }
  await tab.emulateMedia({ media: "print" });
  assert.equal(await tab.locator("#filters").isVisible(), false);
  assert.deepEqual(errors, []);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
