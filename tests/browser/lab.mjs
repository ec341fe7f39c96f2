// Opens a notebook in JupyterLab in Chromium, runs every cell, sorts the last table by a click on a heading and
// searches in it, and tells as JSON what became of it: errors, rows before and after, and what was asked of other machines.
import { chromium } from "playwright-core";

const [executablePath, address, seconds] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
page.setDefaultTimeout(90_000);
const asked = [];
page.on("request", (request) => { if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(address).host) asked.push(request.url()); });
await page.goto(address);
await page.waitForSelector(".jp-Notebook .jp-CodeCell");
await page.getByText("| Idle").waitFor();
await page.getByRole("menuitem", { name: "Run", exact: true }).click();
await page.getByRole("menuitem", { name: /^Run All Cells/ }).click();
const notebook = page.locator(".jp-Notebook");
const failed = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']";
await page.waitForFunction((failed) => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((prompt) => prompt.textContent);
  document.querySelector(".jp-WindowedPanel-outer")?.scrollBy(0, 400);
  const isDone = prompts.length && document.querySelector(".jp-OutputArea .dt-container tbody td") && !prompts.includes("[*]:");
  return isDone || document.querySelector(failed);
}, failed, { timeout: seconds * 1000, polling: 500 }).catch(async (late) => { throw new Error(`${late}\n${await page.innerText(".jp-Notebook")}`); });
const errors = await notebook.locator(failed).allTextContents();
if (errors.length) throw new Error(errors.join("\n"));
const table = notebook.locator(".dt-container").last();
await table.scrollIntoViewIfNeeded();
const headings = await table.locator("thead tr:first-child th").allTextContents();
const column = async (n) => table.locator(`tbody tr td:nth-child(${n + 1})`).allTextContents();
const at = headings.findIndex((heading) => heading.trim() === "company");
const before = await column(at);
await table.getByRole("button", { name: /^company/ }).click();
await page.waitForTimeout(500);
const sorted = await column(at);
await table.getByRole("button", { name: /^company/ }).click();
await page.waitForTimeout(500);
const reversed = await column(at);
await table.locator("input[type=search]").fill(before[0]);
await page.waitForTimeout(500);
const searched = await column(at);
const row = await table.locator("tbody tr").first().locator("td").allTextContents();
const forms = await notebook.locator(".jupyter-widgets select").count();
await browser.close();
console.log(JSON.stringify({ headings, before, sorted, reversed, searched, row, forms, asked }));
