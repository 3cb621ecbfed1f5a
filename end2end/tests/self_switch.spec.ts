import { expectMistake, fillDay, success } from "../support/journey.ts";
import { TPP_PRACTICE, ines, signInAs, signInByLink, tomos } from "../support/people.ts";
import { expectInReport } from "../support/report.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const practice = `/practices/${TPP_PRACTICE}`;
const byDefault = "Since when do new online accounts get access by default?";
const planned = "When do you plan to switch on?";
const existing = "When did you give access to the existing online accounts?";

test.use({ ownWorld: true });

test("the TPP way: from the sign-in link over the two facts to the report", async ({ page, somebodyElse, world }) => {
  await given("Tomos signs in by the link in his mailbox; his practice is ready", async () => {
    await signInByLink(page, world, tomos);
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Ready to switch on");
    await expectGood(page);
  });
  await when("he plans the day, three days ahead", async () => {
    await page.goto(`${practice}/self-switch`);
    await expectGood(page);
    await page.getByRole("link", { name: "Add planned day" }).click();
    await expectGood(page);
    await fillDay(page, planned, "1 11 2023");
    await page.getByRole("button", { name: "Save the plan" }).click();
    await expect(success(page)).toContainText("This is after the deadline, 31 October 2023.");
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("The day that is planned is after the deadline.");
    await page.goto(`${practice}/self-switch`);
    await page.getByRole("link", { name: "Change planned day" }).click();
    await fillDay(page, planned, "21 9 2023");
    await page.getByRole("button", { name: "Save the plan" }).click();
    await expect(success(page)).toContainText("The day is planned.");
    await expectGood(page);
  });
  await then("his practice is switching on, and he is reminded the day before", async () => {
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Switching on");
    await world.moveClock("2023-09-20");
    const mail = await world.mailbox.waitFor(tomos.email, /^Planned for 21 September 2023/);
    expect(mail.text).toContain("plans to switch on on 21 September 2023");
    await signInAs(page, tomos);
  });
  await when("he records that new accounts get access", async () => {
    await page.goto(`${practice}/self-switch`);
    await expectGood(page);
    await fillDay(page, byDefault, "15 9 2023");
    await page.getByRole("button", { name: "Save", exact: true }).click();
  });
  await then("his practice is switching on, with the other fact to come", async () => {
    await expect(success(page)).toContainText("Your switch-on is recorded.");
    await expect(page.getByRole("main")).toContainText("Switching on");
    await expectGood(page);
  });
  await when("he types a day that has not come yet for the existing accounts", async () => {
    await page.goto(`${practice}/self-switch`);
    await fillDay(page, existing, "21 9 2023");
    await page.getByLabel("How many online accounts did you update?").fill("5400");
    await page.getByRole("button", { name: "Save", exact: true }).click();
  });
  await then("it is refused, and the first fact stands", async () => {
    await expectMistake(page, /existing accounts/, page.getByRole("group", { name: existing }).getByLabel("Day"));
    await expect(page.getByRole("group", { name: byDefault }).getByLabel("Day")).toHaveValue("15");
    await expectGood(page);
  });
  await when("he records the day it was", async () => {
    await fillDay(page, existing, "18 9 2023");
    await page.getByRole("button", { name: "Save", exact: true }).click();
  });
  await then("his practice is switched on", async () => {
    await expect(success(page)).toContainText("Your switch-on is recorded.");
    await expect(page.getByRole("main")).toContainText("Switched on");
    await expectGood(page);
  });
  await when("he corrects the first day, at first without saying why", async () => {
    await page.goto(`${practice}/self-switch`);
    await fillDay(page, byDefault, "14 9 2023");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expectMistake(page, /Say why you change a day/, page.getByLabel("Why do you change it?"));
    await expect(page.getByRole("group", { name: byDefault }).getByLabel("Day")).toHaveValue("14");
    await page.getByLabel("Why do you change it?").fill("We looked at the wrong line");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(success(page)).toContainText("Your switch-on is recorded.");
  });
  await then("the history keeps the day that stood before, and the reason", async () => {
    await page.goto(`${practice}/history`);
    const words = "Corrected since when new accounts get access: from 15 September 2023 to 14 September 2023. Reason: We looked at the wrong line";
    await expect(page.getByRole("main")).toContainText(words);
    await expectGood(page);
  });
  await then("his ICB sub-group reads it in the deadline report", async () => {
    await signInAs(somebodyElse, ines);
    await expectInReport(somebodyElse, TPP_PRACTICE, "Switched on");
    await expectGood(somebodyElse);
  });
});
