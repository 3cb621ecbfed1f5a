import { askForLink, priya, signInAs, signInByLink, signOut } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const heading = { level: 1 } as const;

test("a link in the mailbox signs in, once, and a button signs out", async ({ page, world }) => {
  let link = "";

  await given("Priya asked for a link and it came to her mailbox", async () => {
    link = await askForLink(page, world, priya.email);
    await expectGood(page);
  });
  await when("a mail scanner opens the link first", async () => {
    const answer = await page.request.get(link);
    expect(answer.status()).toBe(200);
  });
  await then("it still asks her to confirm, and signs her in", async () => {
    await page.goto(link);
    await expect(page.getByRole("heading", heading)).toHaveText("Confirm that you want to sign in");
    await expectGood(page);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("banner")).toContainText(priya.name);
    await expectGood(page);
  });
  await when("she signs out", () => signOut(page));
  await then("the same link is worth nothing", async () => {
    await page.goto(link);
    await expect(page.getByRole("heading", heading)).toHaveText("This link no longer works");
    await expectGood(page);
  });
});

test("nobody learns which addresses have an account", async ({ page, world }) => {
  world.mailbox.empty();
  const stranger = "nobody@practice.example";

  await when("somebody asks for a link to an unknown address", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Your work email address").fill(stranger);
    await page.getByRole("button", { name: "Send me a link" }).click();
  });
  await then("the page says what it says to everybody, and nothing is sent", async () => {
    await expect(page.getByRole("heading", heading)).toHaveText("Check your email");
    // A link asked for later comes, so one for the stranger would have come before.
    await askForLink(page, world, priya.email);
    expect(world.mailbox.for(stranger)).toEqual([]);
  });
});

test("an address that is none is named as the mistake, and stays as typed", async ({ page }) => {
  await when("somebody types half an address", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Your work email address").fill("priya.hallam");
    await page.getByRole("button", { name: "Send me a link" }).click();
  });
  await then("the summary links to the field, which keeps what was typed", async () => {
    await expect(page).toHaveTitle(/^Error: Sign in - /);
    await expect(page.getByLabel("Your work email address")).toHaveValue("priya.hallam");
    await page.getByRole("alert").getByRole("link").first().click();
    await expect(page.getByLabel("Your work email address")).toBeFocused();
    await expectGood(page);
  });
});

test("who wanted a page before signing in gets there after", async ({ page, world }) => {
  await given("somebody who is not signed in follows a link to the report", async () => {
    await page.goto("/reports/deadline");
    await expect(page.getByRole("heading", heading)).toHaveText("Sign in");
  });
  await when("Priya signs in from there", async () => {
    world.mailbox.empty();
    await page.getByLabel("Your work email address").fill(priya.email);
    await page.getByRole("button", { name: "Send me a link" }).click();
    const mail = await world.mailbox.waitFor(priya.email, /link to sign in/);
    await page.goto(/http\S+\/sign-in\/\S+/.exec(mail.text)?.[0] ?? "");
    await page.getByRole("button", { name: "Sign in" }).click();
  });
  await then("she is on the report", () => expect(page).toHaveURL("/reports/deadline"));
});

test("the demonstration's people can be signed in as with a button", async ({ page }) => {
  await page.goto("/demo/sign-in");
  await expectGood(page);
  await page.getByRole("button", { name: `Sign in as ${priya.name}` }).click();
  await expect(page.getByRole("banner")).toContainText(priya.name);
});

test("what lies outside a person's scope is not there", async ({ page }) => {
  await given("Priya is signed in", () => signInAs(page, priya));
  await then("the practice of somebody else and the admin pages are refused", async () => {
    const other = await page.goto("/practices/X10050");
    expect(other?.status()).toBe(404);
    await expectGood(page);
    const admin = await page.goto("/admin");
    expect([403, 404]).toContain(admin?.status());
    await expectGood(page);
  });
});

test("a second sign-in elsewhere does not end the first", async ({ page, somebodyElse, world }) => {
  await given("Priya is signed in on one computer", () => signInAs(page, priya));
  await when("she signs in on another", () => signInByLink(somebodyElse, world, priya));
  await then("both go on", async () => {
    await page.goto("/practices/X10001");
    await expect(page.getByRole("banner")).toContainText(priya.name);
  });
});
