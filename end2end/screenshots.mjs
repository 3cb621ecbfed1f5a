// Takes the pictures of the README, of real pages: `cargo xtask screenshots` builds, starts the demonstration and runs this.

import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { chromium } from "@playwright/test";

import { args, executablePath } from "./support/chromium.mjs";

const address = process.env.DEMO_ADDRESS ?? "http://127.0.0.1:3000";
const folder = process.env.SCREENSHOTS ?? resolve(import.meta.dirname, "../docs/screenshots");

const desk = { width: 1024, height: 900 };
const phone = { width: 390, height: 844 };

const pictures = [
  { name: "practice", persona: "practice-manager-emis", path: "/practices/X10001", viewport: desk },
  { name: "practice-phone", persona: "practice-manager-emis", path: "/practices/X10001", viewport: phone },
  { name: "report", persona: "commissioner", path: "/reports/deadline", viewport: desk },
];

async function take(browser, { name, persona, path, viewport }) {
  const context = await browser.newContext({ baseURL: address, viewport, locale: "en-GB", timezoneId: "Europe/London" });
  await context.request.post("/demo/sign-in", { form: { persona }, maxRedirects: 0 });
  const page = await context.newPage();
  const answer = await page.goto(path, { waitUntil: "networkidle" });
  if (answer?.status() !== 200) throw new Error(`${path} answered ${answer?.status()}`);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: "disabled" });
  const { size } = await stat(file);
  console.log(`${file}: ${Math.round(size / 1024)} kB`);
  await context.close();
}

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args });
try {
  for (const picture of pictures) await take(browser, picture);
} finally {
  await browser.close();
}
