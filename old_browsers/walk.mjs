// Walks the daily pages on one old engine: node walk.mjs <86|92|109> <site> <folder for pictures>
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { launch } from "./engine.mjs";

const [version, site, folder] = process.argv.slice(2);
const PASSWORD = "banyan-demo";
const FILER = "clinician.pingle";
const TAKER = "coordinator.xiangya";
const PATIENCE = 60_000;
const SIZE = { width: 1366, height: 800 };
const results = [];
let page;
let complaints = [];

// What a hospital's PC showed when it was wrong: fields without borders, buttons without colour.
function look() {
  const clear = (colour) => colour === "transparent" || /, 0\)$/.test(colour);
  const shown = (element) => element.offsetParent !== null;
  const name = (element) => `${element.tagName.toLowerCase()}[name=${element.name}]`;
  const fields = [...document.querySelectorAll("main input, main select, main textarea")].filter(
    (field) => shown(field) && !["hidden", "checkbox", "radio", "file"].includes(field.type)
  );
  const borderless = fields.filter((field) => {
    const style = getComputedStyle(field);
    const edge = style.borderTopColor;
    const flat = parseFloat(style.borderTopWidth) === 0 || style.borderTopStyle === "none";
    return flat || clear(edge) || edge === style.backgroundColor;
  });
  const buttons = [...document.querySelectorAll("main .btn-primary")].filter(shown);
  const colourless = buttons.filter((button) => clear(getComputedStyle(button).backgroundColor));
  const cards = [...document.querySelectorAll("main .card")].filter(shown);
  const flatCards = cards.filter((card) => clear(getComputedStyle(card).backgroundColor));
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  return [
    ...borderless.map((field) => `no border: ${name(field)}`),
    ...colourless.map((button) => `no colour: ${button.textContent.trim()}`),
    ...flatCards.map(() => "a card without ground"),
    ...(wide > 0 ? [`${wide} px too wide`] : []),
    ...(document.querySelector("main h1") ? [] : ["no heading"]),
  ];
}

async function check(name, ...more) {
  await new Promise((done) => setTimeout(done, 400));
  const found = [...(await page.evaluate(look)), ...complaints, ...more];
  await page.screenshot({ path: join(folder, `${version}_${name}.png`), fullPage: false });
  results.push({ name, found });
  complaints = [];
}

async function open(path) {
  await page.goto(site + path, { waitUntil: "networkidle2" });
}

// What is sent is noted in the history at once, which is no new page yet.
async function press(selector) {
  const loaded = new Promise((resolve, reject) => {
    page.once("load", resolve);
    setTimeout(() => reject(new Error(`no page came of ${selector}`)), PATIENCE).unref();
  });
  await page.$eval(selector, (button) => button.click());
  await loaded;
}

async function type(values) {
  for (const [name, value] of Object.entries(values)) {
    const selector = `main [name='${name}']`;
    await page.$eval(selector, (field) => (field.value = ""));
    await page.type(selector, value);
  }
}

async function signIn(name) {
  await page.deleteCookie(...(await page.cookies(site)));
  await open("/login/");
  if (name === FILER) await check("sign_in");
  await type({ username: name, password: PASSWORD });
  await press("main button.btn-primary");
  await check(`home_${name.split(".")[0]}`);
}

async function fileWithErrors() {
  await signIn(FILER);
  await open("/referrals/new/");
  await check("filing");
  await type({ patient_name: "覃模拟", id_number: "450330199001010010", phone: "12345" });
  await press("#filing button.btn-primary");
  const title = await page.title();
  const kept = await page.$eval("main [name='patient_name']", (field) => field.value);
  await check(
    "filing_errors",
    ...(title.startsWith("错误：") ? [] : [`title is ${title}`]),
    ...(kept === "覃模拟" ? [] : ["typed name is lost"])
  );
}

async function readAndAccept() {
  await signIn(TAKER);
  for (const path of ["/referrals/board/", "/referrals/"]) {
    await open(path);
    await check(path === "/referrals/" ? "worklist" : "board");
  }
  const rows = await page.$$eval("main a[href^='/referrals/0']", (links) => [
    ...new Set(links.map((link) => link.getAttribute("href"))),
  ]);
  if (!(await findMove(rows, "accept", "receive"))) return results.push(nothing("detail"));
  await check("detail");
  if (await page.$("[data-move='receive']")) {
    await press("[data-move='receive']");
    await check("receive");
    await press("main form:not([data-plain]) button.btn-primary");
  }
  await press("[data-move='accept']");
  await check("accept");
  await page.$$eval("main form select", (fields) => {
    for (const field of fields) if (!field.value && field.options.length > 1) field.selectedIndex = 1;
  });
  await page.$$eval("main form input[type=radio]", (radios) => radios.length && radios[0].click());
  await press("main form:not([data-plain]) button.btn-primary");
  const accepted = await page.$("[data-move='schedule']");
  await check("accepted", ...(accepted ? [] : ["was not accepted"]));
}

async function findMove(rows, ...verbs) {
  for (const row of rows) {
    await open(row);
    for (const verb of verbs) if (await page.$(`[data-move='${verb}']`)) return true;
  }
  return false;
}

function nothing(name) {
  return { name, found: ["the demo has no referral to accept"] };
}

async function main() {
  mkdirSync(folder, { recursive: true });
  const browser = await launch(Number(version));
  page = await browser.newPage();
  await page.setViewport(SIZE);
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(site) && !request.url().startsWith("data:")) {
      complaints.push(`leaves the host: ${request.url()}`);
    }
  });
  // Puppeteer 19 advertises its new mode, which these engines do not have.
  process.stdout.write(`Chromium ${await browser.version()}\n`);
  for (const part of [fileWithErrors, readAndAccept]) {
    try {
      await part();
    } catch (error) {
      results.push({ name: part.name, found: [`stopped: ${error.message}`] });
      await page.screenshot({ path: join(folder, `${version}_${part.name}_stopped.png`) });
    }
  }
  for (const { name, found } of results) {
    process.stdout.write(`  ${found.length ? "FAIL" : "pass"}  ${name}  ${found.join("; ")}\n`);
  }
  await browser.close().catch(() => {});
  process.exit(results.some(({ found }) => found.length) ? 1 : 0);
}

await main();
