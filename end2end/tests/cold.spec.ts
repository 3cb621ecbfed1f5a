// From the mail to switched on as somebody who has never been here: only by what the pages offer, and counted.

import type { Page } from "@playwright/test";

import { ada, signInAs } from "../support/people.ts";
import type { World } from "../support/server.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";
import { declare, fillDay, success } from "../support/journey.ts";

test.use({ ownWorld: true });

/** Counts what a person does: pages that came, links and buttons, and boxes that were filled or ticked. */
class Count {
  pages = 0;
  clicks = 0;
  fields = 0;

  constructor(page: Page) {
    page.on("framenavigated", (frame) => void (frame === page.mainFrame() && this.pages++));
  }

  toString = () => `${this.pages} pages, ${this.clicks} links and buttons, ${this.fields} fields`;
}

/** Somebody new at a practice that has not started, invited by Ada. */
async function invited(page: Page, world: World, supplier: string): Promise<{ practice: string; email: string }> {
  await signInAs(page, ada);
  await page.goto(`/practices?stage=not_started&supplier=${supplier}`);
  const practice = await page.getByRole("table").getByRole("link").first().getAttribute("href");
  const code = practice?.split("/").pop() ?? "";
  const email = `kim.${code.toLowerCase()}.${supplier}@practice.example`;
  await page.goto("/admin/accounts/invite");
  await page.getByLabel("Work email address").fill(email);
  await page.getByLabel("Name", { exact: true }).fill("Kim Lee");
  await page.getByLabel("Role").selectOption("Practice manager");
  await page.getByLabel("Codes of the organisations").fill(code);
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(success(page)).toBeVisible();
  await world.mailbox.waitFor(email, /invites you/);
  return { practice: practice ?? "", email };
}

/** The way in: the invitation, the link, the button, the agreement. */
async function comeIn(page: Page, world: World, email: string, count: Count): Promise<void> {
  const invitation = await world.mailbox.waitFor(email, /invites you/);
  await page.goto(/http\S+\/sign-in/.exec(invitation.text)?.[0] ?? "");
  world.mailbox.empty();
  await page.getByLabel("Your work email address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  const mail = await world.mailbox.waitFor(email, /link to sign in/);
  await page.goto(/http\S+\/sign-in\/\S+/.exec(mail.text)?.[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Accept and continue" }).click();
  count.clicks += 5;
  count.fields += 1;
}

/** The big button of the practice's page, then from section to section, and the sign-off after the last. */
async function finishChecklist(page: Page, count: Count): Promise<void> {
  const save = page.getByRole("button", { name: "Save and continue" });
  await page.getByRole("main").getByRole("button", { name: "Start the checklist" }).click();
  count.clicks += 1;
  for (let left = 4; await save.isVisible(); left -= 1) {
    for (const done of await page.getByRole("radio", { name: "Done", exact: true }).all()) {
      await done.check();
      count.fields += 1;
    }
    await save.click();
    count.clicks += 1;
    await expect(success(page)).toContainText(left > 1 ? `${left} sections are left.` : left === 1 ? "1 section is left." : "You have completed every required item.");
    await expect(page.getByRole("main").getByRole("link", { name: "See the whole checklist" })).toBeVisible();
    await expectGood(page);
  }
  await page.getByRole("checkbox", { name: "I declare this" }).check();
  await page.getByRole("button", { name: "Sign off the checklist" }).click();
  await expect(success(page)).toContainText("The checklist is signed off.");
  await expectGood(page);
  count.clicks += 1;
  count.fields += 1;
}

test("an EMIS practice from cold to switched on", async ({ page, somebodyElse, world }, info) => {
  let practice = "";
  const count = new Count(page);
  await given("Kim is invited", async () => {
    const kim = await invited(somebodyElse, world, "emis");
    practice = kim.practice;
    await comeIn(page, world, kim.email, count);
    await expect(page).toHaveURL(practice);
    await expectGood(page);
  });
  await when("Kim follows the big button to the end of the checklist", () => finishChecklist(page, count));
  await then("she is where a date is booked", async () => {
    await page.getByRole("main").getByRole("link", { name: /^Book \d/ }).first().click();
    await declare(page, "Book this date");
    count.fields += 1;
    await expect(success(page)).toBeVisible();
    count.clicks += 2;
  });
  await when("the date has come", () => world.moveClock("2023-10-30"));
  await then("the button leads to saying that patients have access", async () => {
    await page.goto(practice);
    await page.getByRole("main").getByRole("button", { name: "Say whether it worked" }).click();
    await expect(page.getByRole("group", { name: "When did patients get access?" }).getByLabel("Year")).toHaveValue("2023");
    await page.getByLabel("What did you see?").fill("Three patients see a note from this morning.");
    await page.getByRole("button", { name: "Confirm that patients have access" }).click();
    count.clicks += 2;
    count.fields += 1;
    await expect(page.getByRole("main")).toContainText("Switched on since");
    await expectGood(page);
  });
  info.annotations.push({ type: "cold, EMIS", description: `${count}` });
  console.log(`cold, EMIS: ${count}`);
  expect(`${count}`).toBe("17 pages, 16 links and buttons, 17 fields");
});

test("a TPP practice from cold to switched on", async ({ page, somebodyElse, world }, info) => {
  const count = new Count(page);
  await given("Kim is invited", async () => {
    const kim = await invited(somebodyElse, world, "tpp");
    await comeIn(page, world, kim.email, count);
    await expect(page).toHaveURL(kim.practice);
  });
  await when("Kim follows the big button to the end of the checklist", () => finishChecklist(page, count));
  await then("he is where the two steps in SystmOne are recorded", async () => {
    await fillDay(page, "Since when do new online accounts get access by default?", "18 9 2023");
    await fillDay(page, "When did you give access to the existing online accounts?", "18 9 2023");
    await page.getByLabel("How many online accounts did you update?").fill("5400");
    count.fields += 7;
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(success(page)).toBeVisible();
    count.clicks += 1;
  });
  await then("the practice is switched on", async () => {
    await expect(page.getByRole("main")).toContainText("Switched on");
    await expectGood(page);
  });
  info.annotations.push({ type: "cold, TPP", description: `${count}` });
  console.log(`cold, TPP: ${count}`);
  expect(`${count}`).toBe("13 pages, 13 links and buttons, 22 fields");
});
