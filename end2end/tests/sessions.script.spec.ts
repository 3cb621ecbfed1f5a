// What only script can do: warn five minutes before the session ends, with a button to stay.

import { expectNoSidewaysScroll } from "../support/checks.ts";
import { sam, serving } from "../support/deployed_server.ts";
import { signInByLink } from "../support/people.ts";
import { expect, expectGood, given, test as base, then, when } from "../support/test.ts";

const test = base.extend({
  world: async ({}, use) => {
    const { world, stop } = await serving("session_idle_minutes = 30\n");
    await use(world);
    await stop();
  },
});

test("five minutes before the end a warning comes into view, and a button stays", async ({ page, world }) => {
  const notice = page.getByRole("region", { name: "Your session" });
  const stay = notice.getByRole("button", { name: "Stay signed in" });

  await given("Sam is in the middle of a form", async () => {
    await signInByLink(page, world, sam);
    await page.clock.install();
    await page.goto("/admin/accounts/invite");
    await page.getByLabel("Name", { exact: true }).fill("Kim Lee");
    await expect(stay).toBeHidden();
  });
  await when("25 minutes pass", () => page.clock.fastForward("25:01"));
  await then("the page warns, in view, and takes nothing away", async () => {
    await expect(notice).toContainText("if you do nothing, in less than 5 minutes");
    await expect(stay).toBeInViewport();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Kim Lee");
    await expectGood(page);
    await page.setViewportSize({ width: 390, height: 844 });
    // The menu folds a moment after the browser has told of the narrow window; both take their time.
    await expect(async () => {
      await page.clock.runFor(1000);
      await expectNoSidewaysScroll(page);
    }).toPass();
  });
  await when("Sam stays", () => stay.click());
  await then("the warning goes, the new time is said, and what was typed is still there", async () => {
    await expect(notice).toContainText(/^You stay signed in\. You will be signed out at /);
    await expect(stay).toBeHidden();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Kim Lee");
  });
  await then("it comes again after as long", async () => {
    await page.clock.fastForward("25:01");
    await expect(stay).toBeVisible();
  });
  await then("at the end the page says so, and that nothing typed is lost", async () => {
    await page.clock.fastForward("05:01");
    await expect(notice).toContainText("You have been signed out. What you typed is still on this page");
    await expect(stay).toBeHidden();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Kim Lee");
  });
});
