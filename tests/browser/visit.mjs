// Opens pages from disk in Chromium, at the width of a desk and of a phone, in light and dark, and tells
// as JSON what axe-core finds, what was asked of the network, what ran, and whether it scrolls sideways.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, what, ...files] = process.argv.slice(2); // what: everything, or only what runs
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-quic"] });
const found = [];

for (const file of files) {
  const looks = what === "everything" ? [[1280, "light"], [1280, "dark"], [360, "light"]] : [];
  for (const [width, colorScheme] of looks) {
    // axe itself is a script: it comes past the page's policy, which is tried without that just below
    const looked = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await looked.newPage();
    await page.goto("file://" + file);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
      return axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await looked.close();
    found.push({ file, width, colorScheme, overflow, violations: violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 90))}`) });
  }
  const context = await browser.newContext();
  const requests = [], ran = [];
  await context.exposeFunction("jobkitRan", (what) => { ran.push(what); });
  await context.addInitScript(() => {
    for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) window[name] = () => window.jobkitRan(name);
  });
  const page = await context.newPage();
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) requests.push(request.url()); });
  await page.goto("file://" + file);
  await page.evaluate(() => {
    const events = ["click", "mouseover", "mouseenter", "focus", "blur", "input", "toggle", "load", "error", "animationstart", "pointerover", "keydown", "wheel"];
    for (const element of document.querySelectorAll("*")) {
      if (element.tagName === "A" && !element.getAttribute("href")?.startsWith("#")) continue;
      for (const name of events) element.dispatchEvent(new Event(name, { bubbles: true }));
    }
  });
  await page.waitForTimeout(300);
  found.push({ file, requests, ran });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
