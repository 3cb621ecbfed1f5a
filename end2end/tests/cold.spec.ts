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
  await page.getByLabel("Work e-mail address").fill(email);
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
  await page.getByLabel("Your work e-mail address").fill(email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  const mail = await world.mailbox.waitFor(email, /link to sign in/);
  await page.goto(/http\S+\/sign-in\/\S+/.exec(mail.text)?.[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Accept and continue" }).click();
  count.clicks += 5;
  count.fields += 1;
}

/** The big button of the practice's page, until the checklist is behind. */
async function finishChecklist(page: Page, count: Count): Promise<void> {
  const next = page.getByRole("main").getByRole("button", { name: /^(Start|Go on with) the checklist$/ });
  while (await next.isVisible()) {
    await next.click();
    for (const done of await page.getByRole("radio", { name: "Done", exact: true }).all()) {
      await done.check();
      count.fields += 1;
    }
    await page.getByRole("button", { name: "Save and go back" }).click();
    count.clicks += 2;
    await expect(success(page)).toBeVisible();
  }
  await page.getByRole("main").getByRole("button", { name: "Sign off the checklist" }).click();
  await page.getByRole("checkbox", { name: "I declare this" }).check();
  await page.getByRole("button", { name: "Sign off the checklist" }).click();
  await expect(success(page)).toBeVisible();
  count.clicks += 2;
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
  await then("the same button books a date", async () => {
    await page.getByRole("main").getByRole("button", { name: "Book a date" }).click();
    await page.getByRole("main").getByRole("link", { name: /^Book \d/ }).first().click();
    await declare(page, "Book this date");
    count.fields += 1;
    await expect(success(page)).toBeVisible();
    count.clicks += 3;
  });
  await when("the date has come", () => world.moveClock("2023-10-30"));
  await then("the button leads to saying that patients have access", async () => {
    await page.goto(practice);
    await page.getByRole("main").getByRole("button", { name: "Confirm the switch-on" }).click();
    await fillDay(page, "Since when do patients have access?", "30 10 2023");
    await page.getByLabel("What did you see?").fill("Three patients see a note from this morning.");
    await page.getByRole("button", { name: "Confirm that patients have access" }).click();
    count.clicks += 2;
    count.fields += 4;
    await page.goto(practice);
    await expect(page.getByRole("main")).toContainText("Switched on since");
    await expectGood(page);
  });
  info.annotations.push({ type: "cold, EMIS", description: `${count}` });
  console.log(`cold, EMIS: ${count}`);
});

test("a TPP practice from cold to switched on", async ({ page, somebodyElse, world }, info) => {
  const count = new Count(page);
  await given("Kim is invited", async () => {
    const kim = await invited(somebodyElse, world, "tpp");
    await comeIn(page, world, kim.email, count);
    await expect(page).toHaveURL(kim.practice);
  });
  await when("Kim follows the big button to the end of the checklist", () => finishChecklist(page, count));
  await then("the same button leads to the two steps in SystmOne", async () => {
    await page.getByRole("main").getByRole("button", { name: "Record the switch-on" }).click();
    await fillDay(page, "Since when do new online accounts get access by default?", "18 9 2023");
    await fillDay(page, "When did you give access to the existing online accounts?", "18 9 2023");
    await page.getByLabel("How many online accounts did you update?").fill("5400");
    count.fields += 7;
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(success(page)).toBeVisible();
    count.clicks += 2;
  });
  await then("the practice is switched on", async () => {
    await expect(page.getByRole("main")).toContainText("Switched on");
    await expectGood(page);
  });
  info.annotations.push({ type: "cold, TPP", description: `${count}` });
  console.log(`cold, TPP: ${count}`);
});
