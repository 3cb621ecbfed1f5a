import { expectMistake, fillDay, success } from "../support/journey.ts";
import { TPP_PRACTICE, ines, signInAs, signInByLink, tomos } from "../support/people.ts";
import { expectInReport } from "../support/report.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const practice = `/practices/${TPP_PRACTICE}`;
const byDefault = "Since when do new online accounts get access by default?";
const existing = "When did you give access to the existing online accounts?";

test.use({ ownWorld: true });

test("the TPP way: from the sign-in link over the two facts to the report", async ({ page, somebodyElse, world }) => {
  await given("Tomos signs in by the link in his mailbox; his practice is ready", async () => {
    await signInByLink(page, world, tomos);
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Ready to switch on");
    await expectGood(page);
  });
  await when("he records that new accounts get access", async () => {
    await page.goto(`${practice}/self-switch`);
    await expectGood(page);
    await fillDay(page, byDefault, "15 9 2023");
    await page.getByRole("button", { name: "Save" }).click();
  });
  await then("his practice is switching on, with the other fact to come", async () => {
    await expect(success(page)).toContainText("Your switch-on is recorded.");
    await expect(page.getByRole("main")).toContainText("Switching on");
    await expectGood(page);
  });
  await when("he types a day that has not come yet for the existing accounts", async () => {
    await page.goto(`${practice}/self-switch`);
    await fillDay(page, existing, "19 9 2023");
    await page.getByRole("button", { name: "Save" }).click();
  });
  await then("it is refused, and the first fact stands", async () => {
    await expectMistake(page, /existing accounts/, page.getByRole("group", { name: existing }).getByLabel("Day"));
    await expect(page.getByRole("group", { name: byDefault }).getByLabel("Day")).toHaveValue("15");
    await expectGood(page);
  });
  await when("he records the day it was", async () => {
    await fillDay(page, existing, "18 9 2023");
    await page.getByRole("button", { name: "Save" }).click();
  });
  await then("his practice is switched on", async () => {
    await expect(success(page)).toContainText("Your switch-on is recorded.");
    await expect(page.getByRole("main")).toContainText("Switched on");
    await expectGood(page);
  });
  await then("his ICB sub-group reads it in the deadline report", async () => {
    await signInAs(somebodyElse, ines);
    await expectInReport(somebodyElse, TPP_PRACTICE, "Switched on");
    await expectGood(somebodyElse);
  });
});
