import { success } from "../support/journey.ts";
import { EMIS_PRACTICE, ines, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test("three questions tell what is missing and whom to ask", async ({ page }) => {
  await given("somebody opens the check", async () => {
    await page.goto("/smartcards");
    await expect(page.getByRole("main")).toContainText("We never ask for your smartcard passcode");
    await expect(page.getByRole("textbox")).toHaveCount(0);
    await expectGood(page);
    await page.getByRole("button", { name: "Start the check" }).click();
  });
  await when("they answer yes, no and I do not know", async () => {
    for (const answer of ["Yes", "No", "I do not know"]) {
      await expectGood(page);
      await page.getByRole("radio", { name: answer, exact: true }).check();
      await page.getByRole("button", { name: "Continue" }).click();
    }
  });
  await then("the page says what is missing", async () => {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What is still missing");
    await expect(page.getByRole("heading", { name: "Missing: One of the activity codes" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Registration Authority");
    await expectGood(page);
  });
});

test("a practice keeps who misses what, and its sub-group sees how many", async ({ page, somebodyElse, world }) => {
  await given("Priya adds a member of her staff", async () => {
    await signInAs(page, priya);
    await page.goto(`/practices/${EMIS_PRACTICE}`);
    await page.getByRole("link", { name: "Smartcards of your staff" }).click();
    await expectGood(page);
    await page.getByLabel("Name").fill("Robin Vale");
    await page.getByRole("checkbox", { name: "One of the activity codes" }).check();
    await page.getByRole("button", { name: "Add to the list" }).click();
    await expect(success(page)).toContainText("Robin Vale is in the list.");
    await expectGood(page);
  });
  await then("Ines sees the number and no name", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(`${world.address}/smartcards/practices`);
    await expect(somebodyElse.getByRole("row").filter({ hasText: EMIS_PRACTICE })).toContainText("1");
    await expect(somebodyElse.getByRole("main")).not.toContainText("Robin Vale");
    await expectGood(somebodyElse);
  });
  await then("Priya takes the person out again", async () => {
    await page.getByRole("link", { name: "Change Robin Vale" }).click();
    await expectGood(page);
    await page.getByRole("button", { name: "Take out of the list" }).click();
    await expect(page.getByRole("main")).toContainText("Nobody is in the list yet.");
  });
});
