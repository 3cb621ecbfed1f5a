import { sam, serving } from "../support/deployed_server.ts";
import { signInByLink } from "../support/people.ts";
import { expect, expectGood, test as base, then, when } from "../support/test.ts";

const test = base.extend({
  world: async ({}, use) => {
    const { world, stop } = await serving("session_idle_minutes = 30\n");
    await use(world);
    await stop();
  },
});

test("every page says until when the session lasts", async ({ page, world }) => {
  await when("Sam signs in", () => signInByLink(page, world, sam));
  await then("the page says it in words, with the time in London", async () => {
    await page.goto("/guidance");
    const notice = page.getByRole("region", { name: "Your session" });
    await expect(notice).toContainText(/^You will be signed out at \d{1,2}:\d\d(am|pm) (BST|GMT) unless you open or send a page before then\./);
    await expect(notice.getByRole("button")).toHaveCount(0);
    await expectGood(page);
  });
});
