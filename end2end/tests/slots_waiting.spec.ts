import { bookDate, declare, expectMistake, fillDay, success } from "../support/journey.ts";
import { EMIS_PRACTICE, ada, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";
import type { Page } from "@playwright/test";

test.use({ ownWorld: true });

/** Codes of EMIS practices of a stage, from the list that an administrator sees. */
async function practicesAt(page: Page, stage: string): Promise<string[]> {
  const codes = new Set<string>();
  for (let number = 1; number <= 4; number++) {
    const answer = await page.request.get(`/practices?stage=${stage}&supplier=emis&page=${number}`);
    for (const [, code] of (await answer.text()).matchAll(/href="\/practices\/(X\d{5})"/g)) if (code && code !== EMIS_PRACTICE) codes.add(code);
  }
  return [...codes];
}

/** Sends the form of a page as a browser would. */
async function send(page: Page, path: string, form: Record<string, string>): Promise<void> {
  const answer = await page.request.post(path, { form, maxRedirects: 0 });
  expect(answer.status(), path).toBe(303);
}

/** Gives a practice a manager; returns the address. */
async function invite(page: Page, code: string): Promise<string> {
  const email = `manager.${code.toLowerCase()}@practice.nhs.uk`;
  await send(page, "/admin/accounts/invite", { email, name: `Manager of ${code}`, role: "practice-manager", org: code });
  return email;
}

test("a full date: waiting list, offer, and taken up by a second practice", async ({ page, somebodyElse, world }) => {
  let second = "";
  let email = "";
  await given("Priya has the last place of 11 October", async () => {
    await bookDate(page, "11 October 2023");
  });
  await when("a second practice, for which Ada works, joins the waiting list", async () => {
    await signInAs(somebodyElse, ada);
    [second = ""] = await practicesAt(somebodyElse, "ready");
    email = await invite(somebodyElse, second);
    await somebodyElse.goto(`/practices/${second}/slots`);
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("link", { name: "Join the waiting list for 11 October 2023" }).click();
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("button", { name: "Join the waiting list" }).click();
    await expect(success(somebodyElse)).toContainText("You are on the waiting list");
    await expect(somebodyElse.getByRole("row", { name: /^Wednesday 11 October 2023/ })).toContainText("You are number 1 on the waiting list");
    await expectGood(somebodyElse);
    await somebodyElse.goto(`/practices/${second}`);
    await expect(somebodyElse.getByRole("main")).toContainText("on the waiting list for 11 October 2023");
    await expectGood(somebodyElse);
  });
  await when("Priya puts her date off, first without a reason", async () => {
    await page.getByRole("link", { name: "Give up this date and choose later" }).click();
    await expectGood(page);
    await fillDay(page, "From when do you want another date?", "6 11 2023");
    await page.getByRole("button", { name: "Give up this date" }).click();
    await expectMistake(page, /^Say why/, page.getByLabel("Why are you giving it up?"));
    await expectGood(page);
    await page.getByLabel("Why are you giving it up?").fill("Our server is moved that week.");
    await page.getByRole("button", { name: "Give up this date" }).click();
  });
  await then("she reads it on her page and by email, and it leaves her calendar", async () => {
    await expect(success(page)).toContainText("You have given up your date.");
    await expect(page.getByRole("main")).toContainText("want another from 6 November 2023.");
    const mail = await world.mailbox.waitFor(priya.email, /^Date cancelled: 11 October 2023/);
    expect(mail.text).toContain("You gave up your date and want another from 6 November 2023.");
    expect(String(mail.attachments[0]?.content)).toMatch(/METHOD:CANCEL/);
  });
  await then("the place is kept for the second practice at once", async () => {
    const mail = await world.mailbox.waitFor(email, /^A place on 11 October 2023 is kept for you/);
    expect(mail.text).toContain(`${world.address}/practices/${second}/slots`);
    await page.reload();
    await expect(page.getByRole("row", { name: /^Wednesday 11 October 2023/ })).toContainText("Full");
    await somebodyElse.goto(`/practices/${second}/slots`);
    await expect(somebodyElse.getByRole("row", { name: /^Wednesday 11 October 2023/ })).toContainText(/A place is kept for you until 20 September 2023/);
    await expectGood(somebodyElse);
  });
  await when("the second practice takes it, from its own page", async () => {
    await somebodyElse.goto(`/practices/${second}`);
    await expect(somebodyElse.getByRole("main")).toContainText("A place on 11 October 2023 is kept for you until 20 September 2023");
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("button", { name: "See the place" }).click();
    await expectGood(somebodyElse);
    await somebodyElse.getByRole("button", { name: "Take the place" }).click();
    await expectGood(somebodyElse);
    await declare(somebodyElse, "Take this place");
  });
  await then("it has the date, and the calendar entry with its confirmation", async () => {
    await expect(success(somebodyElse)).toContainText("Your date is booked");
    const mail = await world.mailbox.waitFor(email, /^Date booked: 11 October 2023/);
    expect(String(mail.attachments[0]?.content)).toMatch(/DTSTART;VALUE=DATE:20231011/);
  });
});

test("Ada cancels a date with 20 bookings, and all 20 know", async ({ page, world }) => {
  const reason = "EMIS cannot switch anybody on that day.";
  let emails: string[] = [];
  await given("20 practices, each with a manager, have the date that Ada added", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/slots");
    await fillDay(page, "On which day does EMIS switch practices on?", "8 11 2023");
    await page.getByRole("button", { name: "Add the date" }).click();
    await page.getByRole("link", { name: "8 November 2023" }).click();
    const slot = page.url().split("/").at(-1) ?? "";
    const codes = (await practicesAt(page, "date_booked")).slice(0, 20);
    expect(codes).toHaveLength(20);
    for (const code of codes) {
      emails.push(await invite(page, code));
      await send(page, `/practices/${code}/slots/${slot}/book`, { form: "move", reason: "A later date suits us", declared: "yes" });
    }
    await page.reload();
    await expect(page.getByRole("main")).toContainText(/Places taken\s*20/);
    await expectGood(page);
  });
  await when("she cancels it, having read whom it concerns, and first without saying why", async () => {
    await page.getByRole("link", { name: "Cancel this date" }).click();
    await expect(page.getByRole("table", { name: "Practices that have it (20)" }).getByRole("link")).toHaveCount(20);
    await page.getByRole("button", { name: "Cancel the date" }).click();
    await expectMistake(page, /^Say why/, page.getByLabel("Why is it cancelled?"));
    await expectGood(page);
    await page.getByLabel("Why is it cancelled?").fill(reason);
    await page.getByRole("button", { name: "Cancel the date" }).click();
  });
  await then("she reads how many are told, and each of the 20 has one mail that says why", async () => {
    await expect(success(page)).toContainText("20 practices must choose another. We will email all of them.");
    await expect(page.getByRole("row", { name: /^8 November 2023/ })).toContainText("Cancelled");
    for (const email of emails) {
      const mail = await world.mailbox.waitFor(email, /^Date cancelled: 8 November 2023/);
      expect(mail.text).toContain(reason);
      expect(String(mail.attachments[0]?.content)).toMatch(/METHOD:CANCEL/);
      expect(world.mailbox.for(email).filter((mail) => mail.subject.startsWith("Date cancelled"))).toHaveLength(1);
    }
  });
});

test("Ada moves a date for which one practice waits, and that practice is told", async ({ page, somebodyElse, world }) => {
  const reason = "EMIS has no staff that day.";
  let email = "";
  let code = "";
  await given("a practice waits for 18 October, which is full", async () => {
    await signInAs(page, ada);
    [code = ""] = await practicesAt(page, "ready");
    email = await invite(page, code);
    await page.goto(`/practices/${code}/slots`);
    await page.getByRole("link", { name: "Join the waiting list for 18 October 2023" }).click();
    await page.getByRole("button", { name: "Join the waiting list" }).click();
    await expect(success(page)).toContainText("You are on the waiting list");
  });
  await when("Ada moves the date to 20 October", async () => {
    await page.goto("/admin/slots");
    await page.getByRole("link", { name: "18 October 2023" }).click();
    await page.getByRole("link", { name: "Change date" }).click();
    await expect(page.getByRole("main")).toContainText("those on the waiting list (1) stay on it");
    await expect(page.getByRole("table", { name: "On the waiting list (1)" })).toContainText("Number 1");
    await expectGood(page);
    await fillDay(page, "New day", "20 10 2023");
    await page.getByLabel("Why does it move?").fill(reason);
    await page.getByRole("button", { name: "Move the date" }).click();
  });
  await then("she reads that one practice stays on the list", async () => {
    await expect(success(page)).toContainText("1 practice stays on the waiting list");
    await expectGood(page);
  });
  await then("the practice has an email that says when and why, and finds itself on the list of the new day", async () => {
    const mail = await world.mailbox.waitFor(email, /^The date you wait for is now 20 October 2023/);
    expect(mail.text).toContain(reason);
    expect(mail.text).toContain("moved from 18 October 2023 to 20 October 2023");
    await signInAs(somebodyElse, ada);
    await somebodyElse.goto(`/practices/${code}/slots`);
    await expect(somebodyElse.getByRole("row", { name: /^Friday 20 October 2023/ })).toContainText("You are number 1 on the waiting list");
    await expectGood(somebodyElse);
  });
});

test("Ada adds dates from the file of a spreadsheet, after putting a line right", async ({ page }) => {
  await given("Ada sends a file with a day that there is not", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/slots/import");
    const buffer = Buffer.from("date,places\n22 November 2023,20\n31 February 2023,20");
    await page.getByLabel("Your CSV file").setInputFiles({ name: "dates.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Check the file" }).click();
  });
  await then("the line is named, and what stood in the file is there to be put right", async () => {
    await expectMistake(page, /^Line 3:/, page.getByLabel("Dates"));
    await expect(page.getByLabel("Dates")).toHaveValue(/31 February 2023,20/);
    await expectGood(page);
  });
  await when("she sends the file again as it should be", async () => {
    const buffer = Buffer.from("date,places\n22 November 2023,20\n29 November 2023,5");
    await page.getByLabel("Your CSV file").setInputFiles({ name: "dates.csv", mimeType: "text/csv", buffer });
    await page.getByRole("button", { name: "Check the file" }).click();
    await expectGood(page);
    await page.getByRole("button", { name: "Add these 2 dates" }).click();
  });
  await then("both are there", () => expect(success(page)).toContainText("2 dates are added."));
});

test("Ada adds dates from a spreadsheet, and holds places back for an ICB", async ({ page }) => {
  await given("Ada pastes three lines, of which one is wrong", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/slots");
    await page.getByRole("link", { name: "Add many dates from a spreadsheet" }).click();
    await expectGood(page);
    await page.getByLabel("Dates").fill("date,places\n8 November 2023,20\n31 February 2023,20");
    await page.getByRole("button", { name: "Check the dates" }).click();
  });
  await then("the line is named", async () => {
    await expectMistake(page, /^Line 3:/, page.getByLabel("Dates"));
    await expectGood(page);
  });
  await when("she puts it right and looks at what is added", async () => {
    await page.getByLabel("Dates").fill("date,places\n8 November 2023,20\n15 November 2023,5");
    await page.getByRole("button", { name: "Check the dates" }).click();
    await expect(page.getByRole("row", { name: /15 November 2023/ })).toContainText("25 October 2023");
    await expectGood(page);
    await page.getByRole("button", { name: "Add these 2 dates" }).click();
  });
  await then("both are there, and places of one can be held back", async () => {
    await expect(success(page)).toContainText("2 dates are added.");
    await page.getByRole("link", { name: "8 November 2023" }).click();
    await page.getByRole("link", { name: "Change held back" }).click();
    await page.getByLabel("ICB", { exact: true }).selectOption({ index: 1 });
    await page.getByLabel("How many places are held back for it?").fill("5");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(success(page)).toContainText("5 places are held back");
    await expectGood(page);
  });
});
