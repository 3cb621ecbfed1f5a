import type { Page } from "@playwright/test";

import { success } from "../support/journey.ts";
import { acceptAgreement, ines, signInAs } from "../support/people.ts";
import type { World } from "../support/server.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const sam = "sam.taylor@practice.example";
const heading = { level: 1 } as const;

test.use({ ownWorld: true });

async function ask(page: Page, world: World): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("main").getByRole("link", { name: "Ask for access" }).click();
  await expectGood(page);
  await page.getByLabel("Your name").fill("Sam Taylor");
  await page.getByLabel("Your work email address").fill(sam);
  await page.getByRole("radio", { name: "Practice manager or deputy" }).check();
  await page.getByLabel("Your organisation").fill("X10001");
  await page.getByLabel("Your organisation").press("Tab");
  await page.getByLabel("Why do you need access?").fill("I am the new deputy.");
  await page.getByRole("button", { name: "Find organisation" }).click();
  await expect(page.getByLabel("Why do you need access?")).toHaveValue("I am the new deputy.");
  await expect(page.getByRole("group", { name: "Which of these is it?" }).getByRole("radio")).toBeChecked();
  await expectGood(page);
  await page.getByRole("button", { name: "Ask for access" }).click();
  await expect(page.getByRole("heading", heading)).toHaveText("Confirm your email address");
  await expect(page.getByRole("main")).toContainText("22 September 2023 at 10:00am BST");
  await expectGood(page);
  const mail = await world.mailbox.waitFor(sam, /Confirm that you asked for access/);
  await page.goto(/http\S+\/request-access\/\S+/.exec(mail.text)?.[0] ?? "");
  await expectGood(page);
  await page.getByRole("button", { name: "Confirm my request" }).click();
  await expect(page.getByRole("heading", heading)).toHaveText("Your request is confirmed");
  await expectGood(page);
}

test("a request of Wednesday is answered by email after Friday's round", async ({ page, somebodyElse, world }) => {
  await given("Sam asks on a Wednesday and confirms the address", async () => {
    await world.moveClock("2023-09-20");
    await ask(page, world);
  });
  await when("Ines is reminded on Friday morning, and approves", async () => {
    await world.moveClock("2023-09-22");
    const mail = await world.mailbox.waitFor(ines.email, /1 request for access to look at today/);
    expect(mail.text).toContain(`${world.address}/access-requests`);
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(`${world.address}/practices`);
    await somebodyElse.getByRole("navigation", { name: "Menu" }).getByRole("link", { name: "Access requests (1)" }).click();
    await expectGood(somebodyElse);
    await expect(somebodyElse.getByRole("main")).toContainText("The next answers go out on 22 September 2023 at 10:00am BST.");
    await somebodyElse.getByRole("checkbox", { name: /Sam Taylor/ }).check();
    await somebodyElse.getByRole("button", { name: "Approve" }).click();
    await expect(success(somebodyElse)).toContainText("1 request is approved. We will email the person on 22 September 2023 at 10:00am BST.");
    await expectGood(somebodyElse);
  });
  await then("the answer has not gone out before the round", () => {
    expect(world.mailbox.for(sam).filter((mail) => /You have access/.test(mail.subject))).toEqual([]);
  });
  await then("it has after, with the way in and how to begin", async () => {
    await world.moveClock("2023-09-23");
    const mail = await world.mailbox.waitFor(sam, /^You have access/);
    expect(mail.text).toContain(`${world.address}/sign-in`);
    expect(mail.text).toContain("How to begin");
    expect(world.mailbox.for(sam).filter((mail) => /You have access/.test(mail.subject))).toHaveLength(1);
  });
  await then("Sam can sign in and sees the practice", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Your work email address").fill(sam);
    await page.getByRole("button", { name: "Send me a link" }).click();
    const mail = await world.mailbox.waitFor(sam, /link to sign in/);
    await page.goto(/http\S+\/sign-in\/\S+/.exec(mail.text)?.[0] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
    await acceptAgreement(page);
    await expect(page).toHaveURL("/practices/X10001");
  });
});
