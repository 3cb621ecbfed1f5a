// The deadline report, as a person reads it.

import { expect } from "@playwright/test";
import type { Page } from "@playwright/test";

/** That a practice stands in the report of who is signed in, with this in its line. */
export async function expectInReport(page: Page, practice: string, words: string): Promise<void> {
  await page.goto("/reports/deadline?by=practice");
  const line = page.getByRole("row").filter({ hasText: practice });
  await expect(line).toContainText(words);
}
