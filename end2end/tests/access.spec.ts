import { ada, askForLink, priya, signInAs, signInByLink } from "../support/people.ts";
import { success } from "../support/journey.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const heading = { level: 1 } as const;

test("an invited person accepts the agreement first, and is out at once when suspended", async ({ page, somebodyElse, world }) => {
  const email = `kim.${crypto.randomUUID()}@practice.example`;

  await given("Ada invites Kim to a practice", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/accounts");
    await expectGood(page);
    await page.getByRole("button", { name: "Invite somebody" }).click();
    await expectGood(page);
    await page.getByLabel("Work email address").fill(email);
    await page.getByLabel("Name", { exact: true }).fill("Kim Lee");
    await page.getByLabel("Role").selectOption("Practice manager");
    await page.getByLabel("Codes of the organisations").fill("X10001");
    await page.getByRole("button", { name: "Send the invitation" }).click();
    await expect(success(page)).toContainText("an invitation is on its way");
    await expectGood(page);
  });
  await when("Kim follows the invitation and asks for a link", async () => {
    const mail = await world.mailbox.waitFor(email, /invites you/);
    expect(mail.text).toContain(`${world.address}/sign-in`);
    await somebodyElse.goto(await askForLink(somebodyElse, world, email));
    await somebodyElse.getByRole("button", { name: "Sign in" }).click();
  });
  await then("nothing opens before the agreement is accepted", async () => {
    await expect(somebodyElse.getByRole("heading", heading)).toContainText("Access agreement");
    await expectGood(somebodyElse);
    await somebodyElse.goto("/practices/X10001");
    await expect(somebodyElse.getByRole("heading", heading)).toContainText("Access agreement");
    await somebodyElse.getByRole("button", { name: "Accept and continue" }).click();
    await expect(somebodyElse).toHaveURL("/practices/X10001");
  });
  await when("Ada suspends the account", async () => {
    await page.getByRole("link", { name: "Suspend the account" }).click();
    await expectGood(page);
    await page.getByRole("button", { name: "Suspend the account" }).click();
    await expect(success(page)).toContainText("The account is suspended.");
    await expectGood(page);
  });
  await then("Kim is signed out", async () => {
    await somebodyElse.goto("/practices/X10001");
    await expect(somebodyElse.getByRole("heading", heading)).toHaveText("Sign in");
  });
});

test("an admin sees mistakes beside their fields, with everything typed", async ({ page }) => {
  await signInAs(page, ada);
  await page.goto("/admin/accounts/invite");
  await page.getByLabel("Work email address").fill("kim@gmail.com");
  await page.getByLabel("Name", { exact: true }).fill("Kim Lee");
  await page.getByLabel("Codes of the organisations").fill("X10001");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("Work email address")).toHaveValue("kim@gmail.com");
  await expect(page.getByLabel("Codes of the organisations")).toHaveValue("X10001");
  await expectGood(page);
});

test("a person sees what they can see and why, and signs out everywhere else", async ({ page, somebodyElse, world }) => {
  await given("Priya is signed in on two devices", async () => {
    await signInAs(page, priya);
    await signInByLink(somebodyElse, world, priya);
  });
  await when("she looks at her account", async () => {
    await page.goto("/practices");
    await page.getByRole("banner").getByRole("link", { name: priya.name }).click();
    await expect(page.getByRole("heading", heading)).toHaveText("Your account");
    await expect(page.getByRole("table").first()).toContainText("X10001");
    await expect(page.getByRole("table").first()).toContainText("By invitation of an admin");
    await expect(page.getByRole("table").last()).toContainText("Chrome");
    await expectGood(page);
  });
  await then("the other device is out when she ends its session", async () => {
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(success(page)).toContainText("ended.");
    await somebodyElse.goto("/practices");
    await expect(somebodyElse.getByRole("heading", heading)).toHaveText("Sign in");
    await page.goto("/practices");
    await expect(page.getByRole("banner")).toContainText(priya.name);
  });
});
