import { EMIS_PRACTICE, ada, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test.use({ ownWorld: true });

test("places left change while somebody looks at them", async ({ page, somebodyElse }) => {
  const date = page.getByRole("row").filter({ hasText: "25 October 2023" });
  await given("Priya looks at the dates", async () => {
    await signInAs(page, priya);
    await page.goto(`/practices/${EMIS_PRACTICE}/slots`);
    await expect(date).toContainText(/\d+ places left/);
    await expect(date).not.toContainText("33 places left");
  });
  await when("elsewhere Ada makes it more places", async () => {
    await signInAs(somebodyElse, ada);
    await somebodyElse.goto("/admin/slots");
    await somebodyElse.getByRole("link", { name: /25 October 2023/ }).click();
    const taken = await somebodyElse.getByText("Places taken").locator("xpath=following-sibling::dd").textContent();
    await somebodyElse.getByRole("link", { name: "Change places" }).click();
    await somebodyElse.getByLabel("How many practices can it take?").fill(String(33 + Number(taken)));
    await somebodyElse.getByRole("button", { name: "Save the places" }).click();
  });
  await then("Priya reads it without loading the page again", async () => {
    await expect(date).toContainText("33 places left", { timeout: 20_000 });
    await expectGood(page);
  });
});
