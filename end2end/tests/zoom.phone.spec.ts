// 400% zoom of a window of 1280: as wide as 320, and nothing scrolls sideways but a table of figures by itself.

import { expectNoSidewaysScroll } from "../support/checks.ts";
import { EMIS_PRACTICE, TPP_PRACTICE, ada, ines, priya, signInAs, tomos } from "../support/people.ts";
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
