// 400% zoom of a window of 1280: as wide as 320, and nothing scrolls sideways but a table of figures by itself.

import type { Page } from "@playwright/test";

import { expectNoSidewaysScroll } from "../support/checks.ts";
import { EMIS_PRACTICE, TPP_PRACTICE, ada, colin, ines, priya, signInAs, tomos } from "../support/people.ts";
import type { Persona } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const emis = `/practices/${EMIS_PRACTICE}`;
const tpp = `/practices/${TPP_PRACTICE}`;

const pages: [Persona, string[]][] = [
  [priya, [emis, `${emis}/checklist/safeguarding`, `${emis}/checklist/settings`, `${emis}/slots`, `${emis}/history`, `${emis}/handover`, `${emis}/smartcards`, "/account", "/guidance", "/guidance/safeguarding-and-codes", "/guidance/words"]],
  [tomos, [tpp, `${tpp}/self-switch`, `${tpp}/handover`]],
  [ines, ["/practices", "/reports/deadline", "/access-requests"]],
  [ada, ["/practices", "/admin", "/admin/audit", "/admin/accounts", "/admin/slots", "/admin/imports"]],
];

/** Labels of a chart that reach beyond the window, which no scroll bar tells of. */
async function expectNoCutLabel(page: Page): Promise<void> {
  const labels = page.locator(".app-chart__bar");
  const cut = await labels.evaluateAll((all) => all.filter((label) => label.scrollWidth > label.clientWidth).map((label) => label.textContent));
  expect(cut, `labels on ${page.url()}`).toEqual([]);
  expect(await labels.count()).toBeGreaterThan(0);
  await expect(page.locator("svg text")).toHaveCount(0);
}

test.use({ viewport: { width: 320, height: 640 } });

for (const [person, paths] of pages) {
  for (const path of paths) {
    test(`${path} for ${person.name} at 400% zoom`, async ({ page }) => {
      await signInAs(page, person);
      await page.goto(path);
      // The header's script folds what does not fit into its menu.
      await expect(page.getByRole("button", { name: "Browse More" })).toBeVisible();
      await expectNoSidewaysScroll(page);
    });
  }
}

for (const width of [320, 390]) {
  test(`the bars of a report say what they are for at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 640 });
    await signInAs(page, colin);
    for (const by of ["icb", "sub-icb", "supplier"]) {
      await page.goto(`/reports/deadline?by=${by}`);
      await expectNoCutLabel(page);
      await expectNoSidewaysScroll(page);
    }
  });
}
