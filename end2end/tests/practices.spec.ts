import { EMIS_PRACTICE, ines, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test("an ICB sub-group finds its practices by filter", async ({ page }) => {
  await given("Ines is on the list of her practices", async () => {
    await signInAs(page, ines);
    await page.goto("/practices");
    await expect(page.getByRole("status")).toContainText("30 practices");
    await expectGood(page);
  });
  await when("she asks for those on TPP", async () => {
    await page.getByLabel("Supplier").selectOption({ label: "TPP" });
    await page.getByRole("button", { name: "Show practices" }).click();
  });
  await then("only those are shown, and the form says so", async () => {
    await expect(page.getByRole("status")).not.toContainText("30 practices");
    await expect(page.getByLabel("Supplier").locator("option:checked")).toHaveText("TPP");
    const rows = page.getByRole("table").getByRole("row");
    expect(await rows.count()).toBeGreaterThan(1);
    await expect(rows.filter({ hasText: "EMIS" })).toHaveCount(0);
    await expectGood(page);
  });
  await when("she looks for a code", async () => {
    await page.goto("/practices");
    await page.getByLabel("Practice name or code").fill(EMIS_PRACTICE);
    await page.getByRole("button", { name: "Show practices" }).click();
  });
  await then("there is that one, and its link leads to its page", async () => {
    await expect(page.getByRole("status")).toHaveText("1 practice");
    await page.getByRole("table").getByRole("link").click();
    await expect(page).toHaveURL(`/practices/${EMIS_PRACTICE}`);
    await expectGood(page);
  });
});

test("a practice manager's start page is the practice, with the one thing to do next", async ({ page }) => {
  await given("Priya signs in", () => signInAs(page, priya));
  await when("she opens the service", async () => void (await page.goto("/")));
  await then("she is on her practice's page, and the button leads on", async () => {
    await expect(page).toHaveURL(`/practices/${EMIS_PRACTICE}`);
    await expect(page.getByRole("main")).toContainText("43 days left until the deadline, 31 October 2023.");
    await page.getByRole("button", { name: "Continue the checklist" }).click();
    await expect(page).toHaveURL(`/practices/${EMIS_PRACTICE}/checklist/settings`);
  });
});
