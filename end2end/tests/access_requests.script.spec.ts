import { expect, expectGood, given, test, then, when } from "../support/test.ts";

test("organisations are offered while somebody types, and fill the field", async ({ page }) => {
  const field = page.getByLabel("Your organisation");

  await given("somebody who is not signed in asks for access", () => page.goto("/request-access").then(() => undefined));
  await when("they type the beginning of a code and choose the first", async () => {
    await field.pressSequentially("X1000");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectGood(page);
    await field.press("ArrowDown");
    await field.press("Enter");
  });
  await then("code and name stand in the field", async () => {
    await expect(field).toHaveValue(/^X1000\d \S/);
    await expect(page).toHaveURL("/request-access");
  });
});

test("what somebody types before the script has come is looked for once it has", async ({ page }) => {
  const field = page.getByLabel("Your organisation");
  let come: () => void = () => undefined;
  const script = new Promise<void>((resolve) => (come = resolve));

  await given("the script is slow to come", async () => {
    await page.route("**/*.wasm", async (route) => {
      await script;
      await route.continue();
    });
    await page.goto("/request-access");
  });
  await when("they have typed before it has", async () => {
    await field.pressSequentially("X1000");
    await expect(field).not.toHaveAttribute("role", "combobox");
    come();
  });
  await then("organisations are offered without another key", async () => {
    await expect(page.getByRole("option").first()).toBeVisible();
    await field.press("ArrowDown");
    await field.press("Enter");
    await expect(field).toHaveValue(/^X1000\d \S/);
  });
});
