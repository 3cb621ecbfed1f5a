import { finish } from "../support/journey.ts";
import type { Mail } from "../support/mailbox.ts";
import { EMIS_PRACTICE, priya, signInAs, tomos } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test.use({ ownWorld: true });

test("a reminder names what is still to do, and only that", async ({ page, world }) => {
  let mail: Mail;

  await given("Priya has done one of her last two items", async () => {
    await signInAs(page, priya);
    await page.goto(`/practices/${EMIS_PRACTICE}`);
    await finish(page, "Patients", "Tell your patients");
  });
  await when("30 days are left", async () => {
    await world.moveClock("2023-10-01");
    mail = await world.mailbox.waitFor(priya.email, /^30 days left/);
  });
  await then("the mail names the deadline and the one item, in text and HTML", () => {
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain("31 October 2023");
      expect(body).toContain("Check your settings in EMAS Manager");
      expect(body).not.toContain("Tell your patients");
      expect(body).not.toContain("Review your policies");
      expect(body).toContain(`${world.address}/practices/${EMIS_PRACTICE}`);
    }
    expect(mail.header("auto-submitted")).toBe("auto-generated");
  });
  await then("it came once", () => {
    const same = world.mailbox.for(priya.email).filter((other) => other.subject === mail.subject);
    expect(same).toHaveLength(1);
  });
});

test("reminders can be stopped by a link with a button, without signing in", async ({ page, world }) => {
  let link = "";

  await given("Priya got a reminder", async () => {
    await world.moveClock("2023-10-01");
    const mail = await world.mailbox.waitFor(priya.email, /^30 days left/);
    link = /<(http[^>]+)>/.exec(mail.header("list-unsubscribe"))?.[1] ?? "";
    expect(mail.text).toContain(link);
    expect(mail.header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  });
  await when("she opens the link and confirms", async () => {
    await page.goto(link);
    await expectGood(page);
    await page.getByRole("main").getByRole("button").click();
    await expectGood(page);
  });
  await then("the next reminder goes to Tomos and not to her", async () => {
    world.mailbox.empty();
    await world.moveClock("2023-10-17");
    await world.mailbox.waitFor(tomos.email, /^14 days left/);
    expect(world.mailbox.for(priya.email)).toEqual([]);
  });
});

test("a mail programme can stop reminders by itself, in one request", async ({ world }) => {
  let link = "";

  await given("Priya got a reminder", async () => {
    await world.moveClock("2023-10-01");
    const mail = await world.mailbox.waitFor(priya.email, /^30 days left/);
    link = /<(http[^>]+)>/.exec(mail.header("list-unsubscribe"))?.[1] ?? "";
  });
  await when("her mail programme posts to the address in the header", async () => {
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    const answer = await fetch(link, { method: "POST", body, redirect: "manual" });
    expect(answer.status).toBe(200);
  });
  await then("the next reminder does not come", async () => {
    world.mailbox.empty();
    await world.moveClock("2023-10-17");
    await world.mailbox.waitFor(tomos.email, /^14 days left/);
    expect(world.mailbox.for(priya.email)).toEqual([]);
  });
});
