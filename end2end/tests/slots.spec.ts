import { bookDate, declare, expectMistake, fillDay, finishChecklist, success } from "../support/journey.ts";
import { EMIS_PRACTICE, ada, colin, ines, priya, signInAs, signInByLink } from "../support/people.ts";
import { expectInReport } from "../support/report.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const practice = `/practices/${EMIS_PRACTICE}`;

test.use({ ownWorld: true });

test("the EMIS way: from the sign-in link over checklist, date and calendar to the report", async ({ page, somebodyElse, world }) => {
  await given("Priya signs in by the link in her mailbox and sees that two items are to go", async () => {
    await signInByLink(page, world, priya);
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Checklist in progress");
    await expectGood(page);
  });
  await when("she finishes the checklist and signs it off", async () => {
    await finishChecklist(page);
  });
  await then("her practice is ready", () => expect(page.getByRole("main")).toContainText("Ready to switch on"));

  await when("she books 25 October", async () => {
    await page.goto(`${practice}/slots`);
    await expectGood(page);
    await page.getByRole("link", { name: "Book 25 October 2023" }).click();
    await expectGood(page);
    await page.getByRole("button", { name: "Book this date" }).click();
    await expectMistake(page, /^Tick the box/, page.getByRole("checkbox", { name: /I have checked/ }));
    await declare(page, "Book this date");
    await expect(success(page)).toContainText("Your date is booked");
    await expectGood(page);
  });
  await then("the confirmation is in her mailbox, with the date for her calendar", async () => {
    const mail = await world.mailbox.waitFor(priya.email, /^Date booked: 25 October 2023/);
    expect(mail.text).toContain("You can move or cancel it until 4 October 2023");
    expect(mail.text).toContain(`${world.address}${practice}/slots`);
    expect(mail.html).toContain("25 October 2023");
    const [calendar] = mail.attachments;
    expect(calendar?.mimeType).toBe("text/calendar");
    expect(String(calendar?.content)).toMatch(/BEGIN:VEVENT[\s\S]*DTSTART[^\n]*20231025/);
  });

  await when("the date has passed and she says what she saw", async () => {
    await world.moveClock("2023-10-26");
    await page.goto(`${practice}/slots`);
    await fillDay(page, "When did patients get access?", "25 10 2023");
    await page.getByLabel("What did you see?").fill("Three patients see a note from this morning.");
    await expectGood(page);
    await page.getByRole("button", { name: "Confirm that patients have access" }).click();
  });
  await then("her practice is switched on", async () => {
    await expect(success(page)).toContainText("Your practice is recorded as switched on.");
    await expect(page.getByRole("main")).toContainText("Switched on");
    await expectGood(page);
  });
  await then("her commissioner reads it in the deadline report", async () => {
    await signInAs(somebodyElse, colin);
    await expectInReport(somebodyElse, EMIS_PRACTICE, "Switched on");
    await expectGood(somebodyElse);
  });
});

test("a date is moved and cancelled, and the calendar hears of both", async ({ page, world }) => {
  await given("Priya has booked the last place of 11 October", async () => {
    await bookDate(page, "11 October 2023");
    await world.mailbox.waitFor(priya.email, /^Date booked: 11 October 2023/);
  });
  await when("she moves it to 25 October", async () => {
    await page.getByRole("link", { name: "Move to 25 October 2023" }).click();
    await expectGood(page);
    await declare(page, "Move to this date", "Two of us are away that week.");
  });
  await then("the page and the mail name the new date", async () => {
    await expect(success(page)).toContainText("Your booking is moved");
    const mail = await world.mailbox.waitFor(priya.email, /^Date moved to 25 October 2023/);
    expect(mail.text).toContain("11 October 2023");
    expect(mail.text).toContain("Two of us are away that week.");
    expect(String(mail.attachments[0]?.content)).toMatch(/SEQUENCE:1/);
  });
  await when("she cancels it without a reason", async () => {
    await page.getByRole("link", { name: "Cancel your booking" }).click();
    await expectGood(page);
    await page.getByRole("button", { name: "Cancel the booking" }).click();
  });
  await then("she is asked for one", async () => {
    await expectMistake(page, /^Say why/, page.getByLabel("Why are you cancelling?"));
    await expectGood(page);
  });
  await when("she gives it", async () => {
    await page.getByLabel("Why are you cancelling?").fill("Our server is moved that week.");
    await page.getByRole("button", { name: "Cancel the booking" }).click();
  });
  await then("the date is free again and taken out of calendars", async () => {
    await expect(success(page)).toContainText("Your booking is cancelled.");
    const mail = await world.mailbox.waitFor(priya.email, /^Date cancelled: 25 October 2023/);
    expect(mail.text).toContain("Our server is moved that week.");
    expect(String(mail.attachments[0]?.content)).toMatch(/METHOD:CANCEL/);
  });
});

test("the date has passed, and patients do not have access", async ({ page, somebodyElse, world }) => {
  await given("Priya has had her date, 11 October", async () => {
    await bookDate(page, "11 October 2023");
    await world.moveClock("2023-10-12");
  });
  await then("her practice needs attention, because it has not said what it sees", async () => {
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("The EMIS date, 11 October 2023, has passed and the switch-on is not confirmed.");
    await expectGood(page);
  });
  await when("she says that it did not work, first without a word on what she saw", async () => {
    await page.goto(`${practice}/slots`);
    await page.getByRole("button", { name: "Patients do not have access" }).click();
    await expectGood(page);
    await page.getByRole("button", { name: "Say that it did not work" }).click();
    await expectMistake(page, /^Say what you saw/, page.getByLabel("What did you see instead?"));
    await expectGood(page);
  });
  await when("she goes back and writes there what she saw", async () => {
    await page.getByRole("link", { name: "Keep the date" }).click();
    await page.getByLabel("What did you see?").fill("None of five patients sees a new entry.");
    await expectGood(page);
    await page.getByRole("button", { name: "Patients do not have access" }).click();
  });
  await then("it goes along to the next page, from which she sends it", async () => {
    await expect(page.getByLabel("What did you see instead?")).toHaveValue("None of five patients sees a new entry.");
    await expectGood(page);
    await page.getByRole("button", { name: "Say that it did not work" }).click();
  });
  await then("she has no date any more, and reads what she can do", async () => {
    await expect(success(page)).toContainText("Recorded.");
    await expect(page.getByRole("main")).toContainText("Your EMIS date, 11 October 2023, did not work");
    await expectGood(page);
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Ready to switch on");
    await expect(page.getByRole("main")).toContainText("Your EMIS date, 11 October 2023, did not work. No EMIS date is left.");
    await page.goto("/practices");
    await expect(page.getByRole("row", { name: new RegExp(EMIS_PRACTICE) })).toContainText("Your EMIS date, 11 October 2023, did not work.");
  });
  await then("her ICB sub-group is told, and reads it in the history", async () => {
    const mail = await world.mailbox.waitFor(ines.email, /^Patients have no access after the EMIS date 11 October 2023/);
    expect(mail.text).toContain("None of five patients sees a new entry.");
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(`${practice}/history`);
    await expect(somebodyElse.getByRole("main")).toContainText("What was seen: None of five patients sees a new entry");
    await expectGood(somebodyElse);
  });
});

test("who is not ready is sent back to the checklist", async ({ page }) => {
  await given("Priya has two items to go", () => signInAs(page, priya));
  await when("she looks at the dates", async () => void (await page.goto(`${practice}/slots`)));
  await then("she cannot book one yet, and reads why", async () => {
    await expect(page.getByRole("heading", { name: /Finish your checklist first/ })).toBeVisible();
    await expect(page.getByRole("link", { name: /^Book/ })).toHaveCount(0);
    await expectGood(page);
  });
});

test("an administrator adds a date, changes its places and closes it", async ({ page }) => {
  await given("Ada is on the page of dates", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/slots");
    await expectGood(page);
  });
  await when("she adds a date that is none", async () => {
    await fillDay(page, "On which day does EMIS switch practices on?", "31 11 2023");
    await page.getByRole("button", { name: "Add the date" }).click();
  });
  await then("the mistake is named and what she typed stays", async () => {
    await expectMistake(page, /real date/, page.getByLabel("Day").first());
    await expect(page.getByLabel("Month").first()).toHaveValue("11");
    await expectGood(page);
  });
  await when("she adds 8 November", async () => {
    await fillDay(page, "On which day does EMIS switch practices on?", "8 11 2023");
    await page.getByRole("button", { name: "Add the date" }).click();
  });
  await then("it is open", async () => {
    await expect(success(page)).toContainText("8 November 2023 is added and open.");
    await expect(page.getByRole("row", { name: /^8 November 2023/ })).toContainText("Open");
  });
  await when("she gives it 3 places and closes it", async () => {
    await page.getByRole("link", { name: "8 November 2023" }).click();
    await expectGood(page);
    await page.getByRole("link", { name: "Change places" }).click();
    await expectGood(page);
    await page.getByLabel("How many practices can it take?").fill("3");
    await page.getByRole("button", { name: "Save the places" }).click();
    await expect(success(page)).toContainText("8 November 2023 has 3 places.");
    await page.getByRole("link", { name: "8 November 2023" }).click();
    await page.getByRole("button", { name: "Close this date" }).click();
  });
  await then("it takes no more bookings", async () => {
    await expect(success(page)).toContainText("8 November 2023 is closed.");
    await expect(page.getByRole("row", { name: /^8 November 2023/ })).toContainText("Closed");
  });
});
