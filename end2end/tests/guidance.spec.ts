import { EMIS_PRACTICE, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const heading = { level: 1 } as const;

test("somebody who is not signed in finds what a code does", async ({ page }) => {
  await given("the first page leads to the guidance", async () => {
    await page.goto("/");
    await page.getByRole("main").getByRole("link", { name: "guidance" }).click();
    await expect(page.getByRole("heading", heading)).toHaveText("Guidance");
  });
  await when("they search for a code", async () => {
    await page.getByLabel("Search the guidance").fill("104");
    await page.getByRole("button", { name: "Search" }).click();
  });
  await then("the page on safeguarding comes first, and says when EMIS reads it", async () => {
    await expect(page.getByRole("status")).toContainText("found for “104”");
    await expectGood(page);
    await page.getByRole("main").getByRole("listitem").first().getByRole("link").click();
    await expect(page.getByRole("heading", heading)).toHaveText("Safeguarding and the codes 104, 106 and 103");
    await expect(page.getByRole("main")).toContainText("EMIS reads the codes at three moments only");
    await expect(page.getByRole("main")).toContainText("Last reviewed 21 November 2026.");
    await expectGood(page);
  });
});

test("an item of the checklist opens the page that helps, and keeps what is being typed", async ({ page, context }) => {
  await given("Priya types into the section on safeguarding", async () => {
    await signInAs(page, priya);
    await page.goto(`/practices/${EMIS_PRACTICE}/checklist/safeguarding`);
    await page.getByLabel("If it does not apply to you, why not?").first().fill("Half a sentence");
  });
  await when("she follows the link to the guidance", async () => {
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: /^Guidance: Test results/ }).click();
    const guide = await opened;
    await expect(guide.getByRole("heading", heading)).toHaveText("Test results and documents");
    await guide.close();
  });
  await then("her own page is as it was", async () => {
    await expect(page.getByLabel("If it does not apply to you, why not?").first()).toHaveValue("Half a sentence");
  });
});

test("on paper there is the page and nothing that only a screen can use", async ({ page }) => {
  await page.goto("/guidance/test-results");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", heading)).toBeVisible();
  await expect(page.getByText("Where this comes from")).toBeVisible();
  await expect(page.getByRole("contentinfo")).toBeHidden();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeHidden();
});
