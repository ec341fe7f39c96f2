// Opens JupyterLab as `jobkit lab` started it, follows a question of the start page, runs its notebook, fills in
// the forms in it as a person would, empties it and runs it again. It tells as JSON what the forms said, which labels
// are cut, and how often what was saved stands in the emptied notebook and in the one that ran again.
import { chromium } from "playwright-core";

const [executablePath, address, question, picture, ...forms] = process.argv.slice(2); // forms: JSON, fields by label
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"] });
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
page.setDefaultTimeout(90_000);
const told = { title: "", questions: [], forms: [] };

await page.goto(address);
const start = page.locator(".jp-NotebookPanel:visible");
await start.locator("h1").first().waitFor();
told.title = await start.locator("h1").first().innerText();
told.questions = await start.locator("li a").evaluateAll((links) => links.map((link) => link.innerText));
await start.getByRole("link", { name: question }).click();
const panel = page.locator(".jp-NotebookPanel:visible").filter({ hasNotText: told.title });
await panel.locator(".jp-InputArea").first().waitFor();
await page.getByText("Python 3 (ipykernel) | Idle").waitFor();
const choose = async (menu, item) => {
  await page.getByRole("menuitem", { name: menu, exact: true }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
};
await choose("Run", "Run All Cells");

for (const text of forms) {
  const { press, fields, back } = JSON.parse(text);
  const button = panel.getByRole("button", { name: press, exact: true });
  await button.waitFor({ state: "attached" });
  const form = panel.locator(".widget-vbox", { has: page.locator(":scope > button", { hasText: press }) }).last();
  await button.scrollIntoViewIfNeeded();
  for (const [label, value] of Object.entries(fields)) {
    const rows = form.locator(":scope > .widget-vbox").filter({ has: page.getByText(label, { exact: true }) });
    const field = rows.first().locator("select, textarea, input").first();
    const kind = await field.evaluate((element) => element.tagName + element.type);
    if (kind.startsWith("SELECT")) await field.selectOption({ label: value });
    else if (kind.endsWith("checkbox")) await field.setChecked(value);
    else { await field.fill(value); await field.press("Tab"); }
  }
  const cut = await form.locator(".widget-html, .widget-checkbox, button").evaluateAll((parts) =>
    parts.filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.innerText));
  await page.screenshot({ path: picture.replace(".png", `-${told.forms.length}.png`) });
  const answer = form.locator(":scope > .widget-html");
  const before = await answer.innerText(); // what was read stands there until it is corrected
  await button.click();
  await page.waitForFunction(([element, text]) => element.innerText !== text, [await answer.elementHandle(), before]);
  told.forms.push({ press, said: await answer.innerText(), cut, back });
}
await choose("Edit", "Clear Outputs of All Cells");
const saved = told.forms.filter((form) => form.back);
for (const form of saved) form.emptied = await panel.getByText(form.back).count();
await choose("Run", "Run All Cells");
for (const form of saved) {
  await panel.getByText(form.back).first().waitFor({ state: "attached" });
  form.again = await panel.getByText(form.back).count();
}
told.broken = await panel.getByText("Javascript Error").count();
await page.screenshot({ path: picture });
await browser.close();
console.log(JSON.stringify(told));
