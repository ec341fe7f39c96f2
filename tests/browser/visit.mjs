// Opens pages from disk in Chromium, at the width of a desk and of a phone, in light and dark, and tells
// as JSON what axe-core finds, what was asked for, what ran, what the page's policy held back, how many pages
// it prints to, whether it scrolls sideways, and how many tables do so without a sign.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, what, ...files] = process.argv.slice(2); // what: everything, only what runs, or what runs unguarded by the policy
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"] });
const found = [];

for (const file of files) {
  const looks = what === "everything" ? [[1280, "light"], [1280, "dark"], [360, "light"]] : [];
  for (const [width, colorScheme] of looks) {
    // axe itself is a script: it comes past the page's policy, which is tried without that just below
    const looked = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await looked.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => {
      for (const folded of document.querySelectorAll("details")) folded.open = true;
      return axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const unsigned = await page.evaluate(() => [...document.querySelectorAll(".scroll")].filter((box) =>
      box.scrollWidth > box.clientWidth && !getComputedStyle(box).backgroundAttachment.includes("local")).length);
    await looked.close();
    found.push({ file, width, colorScheme, overflow, unsigned, violations: violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 90))}`) });
  }
  const context = await browser.newContext({ bypassCSP: what === "unguarded" });
  const requests = [], ran = [], blocked = [];
  await context.exposeFunction("jobkitRan", (what) => { ran.push(what); });
  await context.exposeFunction("jobkitBlocked", (what) => { blocked.push(what); });
  await context.addInitScript(() => {
    for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"]) window[name] = () => window.jobkitRan(name);
    document.addEventListener("securitypolicyviolation", (event) => window.jobkitBlocked(`${event.effectiveDirective} ${event.blockedURI}`));
  });
  const page = await context.newPage();
  const own = [pathToFileURL(file).href, ...[...readFileSync(file, "utf8").matchAll(/<iframe src="(frame-\d+\.html)">/g)].map(([, name]) => new URL(name, pathToFileURL(file)).href)];
  const isAsked = (request) => !request.url().startsWith("data:") && !own.includes(request.url());
  page.on("request", (request) => { if (isAsked(request)) requests.push(request.url()); });
  page.on("requestfailed", (request) => { // Chromium tells of what the policy held back, too: it never left
    if (isAsked(request) && /csp|BLOCKED_BY_CSP/i.test(request.failure()?.errorText ?? "")) requests.splice(requests.indexOf(request.url()), 1);
  });
  // No policy stops <meta http-equiv="refresh">: where escaping is broken on purpose, the page must stay to be looked at.
  await page.route((url) => !own.includes(url.href), (route) => route.request().isNavigationRequest() ? route.abort("aborted") : route.continue());
  await page.goto(pathToFileURL(file).href);
  for (const frame of page.frames()) await frame.evaluate(() => {
    const events = ["click", "mouseover", "mouseenter", "focus", "blur", "input", "toggle", "load", "error", "animationstart", "pointerover", "keydown", "wheel"];
    for (const element of document.querySelectorAll("*")) {
      if (element.tagName === "A" && !element.getAttribute("href")?.startsWith("#")) continue;
      for (const name of events) element.dispatchEvent(new Event(name, { bubbles: true }));
    }
  });
  await page.waitForTimeout(300);
  const sheets = what === "everything" ? (await page.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b/g).length : 0;
  found.push({ file, requests, ran, blocked, sheets });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found));
