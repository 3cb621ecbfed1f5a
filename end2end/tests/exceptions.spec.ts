import type { Page } from "@playwright/test";

import { expectMistake, fillDay, success } from "../support/journey.ts";
import { EMIS_PRACTICE, colin, ines, priya, signInAs } from "../support/people.ts";
import { expectInReport } from "../support/report.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const practice = `/practices/${EMIS_PRACTICE}`;

test.use({ ownWorld: true });

async function ask(page: Page): Promise<void> {
  await page.goto(`${practice}/exception`);
  await page.getByRole("radio", { name: "Closing or merging" }).check();
  await page.getByLabel("Why does your practice need it?").fill("We merge with our neighbour in December.");
  await page.getByRole("button", { name: "Ask for an exception" }).click();
  await expect(success(page)).toContainText("You have asked your ICB for an exception.");
}

test("an exception: asked for, refused, asked for again, agreed, and over by itself", async ({ page, somebodyElse, world }) => {
  await given("Priya asks for an exception, at first without a reason", async () => {
    await signInAs(page, priya);
    await page.goto(`${practice}/exception`);
    await expectGood(page);
    await page.getByRole("radio", { name: "Closing or merging" }).check();
    await page.getByRole("button", { name: "Ask for an exception" }).click();
    await expectMistake(page, /Say why your practice needs/, page.getByLabel("Why does your practice need it?"));
    await expect(page.getByRole("radio", { name: "Closing or merging" })).toBeChecked();
    await expectGood(page);
    await ask(page);
    await expectGood(page);
  });
  await when("she takes it back and asks anew", async () => {
    await page.getByRole("button", { name: "Withdraw this request" }).click();
    await expect(success(page)).toContainText("Your request is withdrawn.");
    await expect(page.getByRole("main")).toContainText("Closing or merging: withdrawn on 18 September 2023");
    await expectGood(page);
    await ask(page);
  });
  await when("Ines finds it in her queue and refuses it", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto("/exceptions");
    await expectGood(somebodyElse);
    const waiting = somebodyElse.getByRole("table", { name: "Waiting for a decision" });
    await waiting.getByRole("row", { name: /Closing or merging/ }).getByRole("link").click();
    await somebodyElse.getByLabel("What do you tell the practice?").fill("Which practice, and when?");
    await somebodyElse.getByRole("button", { name: "Refuse" }).click();
    await expect(success(somebodyElse)).toContainText("The exception is refused.");
    await expectGood(somebodyElse);
  });
  await then("Priya is told why", async () => {
    const mail = await world.mailbox.waitFor(priya.email, /Your exception was not agreed/);
    expect(mail.text).toContain("Which practice, and when?");
  });
  await when("she asks again and Ines agrees until 20 October", async () => {
    await ask(page);
    await somebodyElse.goto(`${practice}/exception`);
    await fillDay(somebodyElse, "If you agree: until when?", "20 10 2023");
    await somebodyElse.getByRole("button", { name: "Agree" }).click();
    await expect(success(somebodyElse)).toContainText("The exception is agreed. We will email Kiran Whitlock and Priya Hallam. Its last day, 20 October 2023, is before the deadline");
    await expect(somebodyElse.getByRole("main")).toContainText("This is before the deadline: by 31 October 2023");
    await expectGood(somebodyElse);
  });
  await then("it stands, and the report counts the practice apart", async () => {
    const mail = await world.mailbox.waitFor(priya.email, /Your exception is agreed/);
    expect(mail.text).toContain("20 October 2023");
    expect(mail.text).toContain("it ends by itself, unless your ICB gives it another date before");
    expect(mail.text).toContain("That day is before the deadline: by 31 October 2023");
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Exception agreed: closing or merging");
    await expectGood(page);
    await expectInReport(somebodyElse, EMIS_PRACTICE, "Exception");
  });
  await then("Colin, who reads figures, sees the category and the days, but neither reasons nor names", async () => {
    await signInAs(somebodyElse, colin);
    for (const part of ["/exception", "/history", ""]) {
      await somebodyElse.goto(`${practice}${part}`);
      const main = somebodyElse.getByRole("main");
      await expect(main).toContainText("20 October 2023");
      for (const word of ["We merge with our neighbour", priya.name, ines.name]) await expect(main).not.toContainText(word);
      await expectGood(somebodyElse);
    }
  });
  await when("its review comes near", () => world.moveClock("2023-10-10"));
  await then("Priya is reminded, and Ines finds it in her queue", async () => {
    await world.mailbox.waitFor(priya.email, /Your exception ends on 20 October 2023/);
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto("/exceptions");
    await expect(somebodyElse.getByRole("table", { name: /Exceptions in force/ })).toContainText("20 October 2023");
    await expectGood(somebodyElse);
  });
  await when("nobody renews it", () => world.moveClock("2023-10-21"));
  await then("it has ended by itself, Priya and Ines are told, and Priya can ask anew", async () => {
    await world.mailbox.waitFor(priya.email, /^Your exception has ended/);
    await world.mailbox.waitFor(ines.email, /^An exception has ended/);
    await somebodyElse.reload();
    await expect(somebodyElse.getByRole("main")).not.toContainText(EMIS_PRACTICE);
    await signInAs(page, priya);
    await page.goto(practice);
    await expect(page.getByRole("main")).not.toContainText("Exception agreed");
    await page.goto(`${practice}/exception`);
    await expect(page.getByRole("button", { name: "Ask for an exception" })).toBeVisible();
    await expectGood(page);
  });
});
