// What comes out of a printer: A4 is 718 px wide between its margins.

import { expectNoSidewaysScroll } from "../support/checks.ts";
import { EMIS_PRACTICE, colin, priya, signInAs } from "../support/people.ts";
import type { Persona } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

const practice = `/practices/${EMIS_PRACTICE}`;

const pages: [Persona, string][] = [
  [colin, "/reports/deadline"],
  [colin, "/reports/deadline?by=practice"],
  [priya, practice],
  [priya, `${practice}/handover`],
  [priya, `${practice}/checklist/safeguarding`],
  [priya, "/guidance/safeguarding-and-codes"],
];

test.use({ viewport: { width: 718, height: 1000 } });

for (const [person, path] of pages) {
  test(`${path} fits on paper, without what only a screen can use`, async ({ page }) => {
    await signInAs(page, person);
    await page.goto(path);
    await page.emulateMedia({ media: "print" });
    await expectNoSidewaysScroll(page);
    for (const hidden of [page.getByRole("navigation"), page.getByRole("contentinfo"), page.getByRole("main").getByRole("button")]) {
      await expect(hidden.filter({ visible: true })).toHaveCount(0);
    }
    // A row of a table is a row, with its columns named once at the top.
    for (const row of await page.locator("tbody tr").all()) expect(await row.evaluate((row) => getComputedStyle(row).display)).toBe("table-row");
    // Browsers print what stands after a link: never one of our own addresses.
    const after = (links: Element[]) => links.map((link) => getComputedStyle(link, "::after").content);
    const said = await page.locator('main a[href^="/"]').evaluateAll(after);
    expect(said.filter((content) => content.includes("Link"))).toEqual([]);
  });
}
