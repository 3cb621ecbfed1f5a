// What has to hold on every page, whoever looks at it and however.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { HtmlValidate } from "html-validate";

import type { Document } from "./browser_errors.ts";

export const SERVICE = "Record access readiness tracker";

const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function expectAccessible(page: Page): Promise<void> {
  // There are no frames, so the mode without a second page finds the same.
  const axe = new AxeBuilder({ page }).withTags(STANDARD).setLegacyMode();
  const scripts = test.info().project.use.javaScriptEnabled ?? true;
  const { violations } = scripts ? await axe.analyze() : await withScript(page, () => axe.analyze());
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ""}`),
  );
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** axe waits for promises, which stand still where script is off: on for it alone, when the page has long been read without. */
async function withScript<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const browser = await page.context().newCDPSession(page);
  const disable = (value: boolean) => browser.send("Emulation.setScriptExecutionDisabled", { value });
  // What this session has not set it cannot unset.
  await disable(true);
  await disable(false);
  try {
    return await work();
  } finally {
    await disable(true);
    await browser.detach();
  }
}

const html = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Our own files come from our own server; their names change with their content.
    "require-sri": ["error", { target: "crossorigin" }],
    // An error summary or banner, with a heading of its own, stands above the page's heading.
    "heading-level": ["error", { minInitialRank: "h2" }],
    // A link that looks like a button is one of the NHS's patterns; a list under a search field is no <select>.
    "prefer-native-element": ["error", { exclude: ["button", "listbox"] }],
    // The check boxes of one question share a name, as its radios do.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    // `download=""` is how Leptos writes it.
    "attribute-empty-style": "off",
    // Every title ends with the name of the service; the rule is for search engines.
    "long-title": "off",
    // nhsuk-frontend's markup says the role of footers and navigation once more, for old screen readers.
    "no-redundant-role": "off",
  },
});

export async function expectValid({ url, html: source }: Document): Promise<void> {
  // Islands keep the marks by which their code finds its places again; browsers read them as comments.
  const report = await html.validateString(source.replaceAll("<!>", ""), url);
  const found = report.results.flatMap(({ messages }) =>
    messages.map((fault) => `${fault.line}:${fault.column} ${fault.ruleId}: ${fault.message} (${fault.selector ?? ""})`),
  );
  expect(found, `html-validate on ${url}`).toEqual([]);
}

/** Ways to write a day or a time that are not ours. */
const FOREIGN = [
  /\b\d{4}-\d{2}-\d{2}\b/,
  /\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/,
  /\b(January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\b(?!:)/,
  /\b\d{1,2} (Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b/,
  /\b\d{1,2}:\d{2} ?(AM|PM)\b/,
  /\b\d{1,2}:\d{2} (am|pm)\b/,
  /\b\d{1,2}:\d{2}(am|pm)(?! (BST|GMT))/,
];

export async function expectUkDates(page: Page): Promise<void> {
  const text = await page.locator("body").innerText();
  const found = FOREIGN.map((form) => form.exec(text)?.[0]).filter((match) => match !== undefined);
  expect(found, `days and times on ${page.url()}`).toEqual([]);
  // The browser shows these in its own locale's order.
  await expect(page.locator("input[type=date], input[type=datetime-local], input[type=time]")).toHaveCount(0);
}

export async function expectWholePage(page: Page): Promise<void> {
  await expect(page).toHaveTitle(new RegExp(`^(Error: )?\\S.* - ${SERVICE}$`));
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content, `width of ${page.url()}`).toBeLessThanOrEqual(window);
}
