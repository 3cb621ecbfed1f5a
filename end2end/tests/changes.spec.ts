import { expectMistake, fillDay, success } from "../support/journey.ts";
import { EMIS_PRACTICE, colin, ines, priya, signInAs } from "../support/people.ts";
import { expectInReport } from "../support/report.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const practice = `/practices/${EMIS_PRACTICE}`;

test.use({ ownWorld: true });

test("another supplier: said, confirmed, planned, asserted, agreed", async ({ page, somebodyElse, world }) => {
  await given("Priya says that her practice does not use EMIS", async () => {
    await signInAs(page, priya);
    await page.goto(`${practice}/changes`);
    await expectGood(page);
    await page.getByText("This is not our system").click();
    await page.getByRole("radio", { name: "Vision" }).check();
    await page.getByRole("button", { name: "Ask your ICB to confirm" }).click();
    await expectMistake(page, /Say since when/, page.getByLabel("Since when, and how do you know?"));
    await expect(page.getByRole("radio", { name: "Vision" })).toBeChecked();
    await expectGood(page);
    await page.getByLabel("Since when, and how do you know?").fill("Since April; it is on every screen.");
    await page.getByRole("button", { name: "Ask your ICB to confirm" }).click();
    await expect(success(page)).toContainText("We have asked your ICB to confirm your system.");
    await expectGood(page);
  });
  await when("she takes it back, having ticked the wrong box, and says it anew", async () => {
    await page.getByRole("button", { name: "Withdraw this request" }).click();
    await expect(success(page)).toContainText("Your request is withdrawn.");
    await expectGood(page);
    await page.getByText("This is not our system").click();
    await page.getByRole("radio", { name: "Vision" }).check();
    await page.getByLabel("Since when, and how do you know?").fill("Since April; it is on every screen.");
    await page.getByRole("button", { name: "Ask your ICB to confirm" }).click();
    await expect(success(page)).toContainText("We have asked your ICB to confirm your system.");
  });
  await then("Colin, who reads figures, sees what is asked but neither words nor names", async () => {
    await signInAs(somebodyElse, colin);
    await somebodyElse.goto(`${practice}/changes`);
    const main = somebodyElse.getByRole("main");
    await expect(main).toContainText("Vision");
    await expect(main).not.toContainText("it is on every screen");
    await expect(main).not.toContainText(priya.name);
    await expectGood(somebodyElse);
  });
  await when("Ines confirms it", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto("/exceptions");
    await somebodyElse.getByRole("row", { name: /Its system is Vision/ }).getByRole("link").click();
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("button", { name: "Confirm the system" }).click();
    await expect(success(somebodyElse)).toContainText("The system of the practice is changed.");
    await expectGood(somebodyElse);
  });
  await then("Priya is told, and her page shows the way of another supplier", async () => {
    await world.mailbox.waitFor(priya.email, /Your system is now recorded as Vision/);
    await page.goto(`${practice}/self-switch`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Switch on with your supplier");
    await expectGood(page);
  });
  await when("she plans the day, and the supplier switches her practice on", async () => {
    await page.getByRole("link", { name: "Add planned day" }).click();
    await fillDay(page, "When do you plan to switch on?", "21 9 2023");
    await page.getByRole("button", { name: "Save the plan" }).click();
    await expect(success(page)).toContainText("The day is planned.");
    await world.moveClock("2023-09-22");
    await signInAs(page, priya);
    await page.goto(`${practice}/self-switch`);
    await fillDay(page, "When did patients get access?", "21 9 2023");
    await page.getByLabel("What did you see?").fill("Two patients see a note of today.");
    await page.getByRole("button", { name: "Confirm that patients have access" }).click();
    await expect(success(page)).toContainText("It counts once your ICB has agreed. We will email Ines Calloway.");
    await expectGood(page);
  });
  await then("it counts once Ines has agreed, and not before", async () => {
    await signInAs(somebodyElse, ines);
    await expectInReport(somebodyElse, EMIS_PRACTICE, "Switching on");
    await somebodyElse.goto(`${practice}/self-switch`);
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("button", { name: "Agree that it is switched on" }).click();
    await expect(success(somebodyElse)).toContainText("The practice counts as switched on.");
    await expectGood(somebodyElse);
    await expectInReport(somebodyElse, EMIS_PRACTICE, "Switched on");
    await world.mailbox.waitFor(priya.email, /Your practice is switched on/);
  });
});
