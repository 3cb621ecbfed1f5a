import { choose, expectMistake, item, note, save, success } from "../support/journey.ts";
import { EMIS_PRACTICE, ada, ines, priya, signInAs } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const practice = `/practices/${EMIS_PRACTICE}`;
const staff = `${practice}/checklist/staff`;
const informed = "Tell staff, and name a lead for online services";
const trained = "Train all staff, locums included";

test.use({ ownWorld: true });

test("an answer is kept with its note and evidence, who gave it and when", async ({ page, somebodyElse }) => {
  await given("Priya opens the section on staff", async () => {
    await signInAs(page, priya);
    await page.goto(practice);
    await page.getByRole("main").getByRole("link", { name: "Staff", exact: true }).click();
    await expect(page).toHaveURL(staff);
    await expectGood(page);
  });
  await when("she answers with a note and a link", async () => {
    await choose(page, informed, "In progress");
    await (await note(page, informed)).fill("Moira is the lead.\nThe poster is up.");
    await item(page, informed).getByLabel("Link to evidence (optional)").fill("https://practice.example/poster");
    await save(page);
    await expect(success(page)).toContainText("Your answers in “Staff” are saved.");
  });
  await then("the page has it, with her name and the time in London", async () => {
    await page.goto(staff);
    await expect(item(page, informed).getByRole("radio", { name: "In progress" })).toBeChecked();
    await expect(await note(page, informed)).toHaveValue("Moira is the lead.\nThe poster is up.");
    await expect(item(page, informed)).toContainText(/Last changed by Priya Hallam on 18 September 2023 at 9:\d\dam BST/);
    await expectGood(page);
  });
  await then("her ICB sub-group can read it and change nothing", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(staff);
    await expect(somebodyElse.getByRole("main")).toContainText("Moira is the lead.");
    await expect(somebodyElse.getByRole("link", { name: "https://practice.example/poster" })).toBeVisible();
    await expect(somebodyElse.getByRole("main").getByRole("button")).toHaveCount(0);
    await expectGood(somebodyElse);
  });
});

test("a mistake is named, linked to its field, and nothing typed is lost", async ({ page }) => {
  await given("Priya opens the section on staff", async () => {
    await signInAs(page, priya);
    await page.goto(staff);
  });
  await when("she says that an item does not apply, without saying why, and gives half a link for another", async () => {
    await choose(page, trained, "Does not apply to us");
    await (await note(page, informed)).fill("Still here after the mistake");
    await item(page, informed).getByLabel("Link to evidence (optional)").fill("the shared drive");
    await save(page);
  });
  await then("both mistakes are named and lead to their fields", async () => {
    const why = item(page, trained).getByLabel("If it does not apply to you, why not?");
    await expectMistake(page, /^Say why/, why);
    await expectMistake(page, /web address/, item(page, informed).getByLabel("Link to evidence (optional)"));
    await expect(item(page, informed).getByLabel("Note (optional)")).toHaveValue("Still here after the mistake");
    await expectGood(page);
  });
});

test("markup in a note is text, wherever it is shown", async ({ page, somebodyElse }) => {
  const attack = `</textarea></span><script>document.title = "taken over"</script><img src=x onerror="document.title='taken over'">`;

  await given("Priya saves a note that tries to break out of its box", async () => {
    await signInAs(page, priya);
    await page.goto(staff);
    await (await note(page, informed)).fill(attack);
    await save(page);
    await expect(success(page)).toBeVisible();
  });
  await then("she reads it as she typed it", async () => {
    await page.goto(staff);
    await expect(await note(page, informed)).toHaveValue(attack);
    await expect(page).toHaveTitle(/^Staff - /);
    await expectGood(page);
  });
  await then("so does who may only read", async () => {
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(staff);
    await expect(somebodyElse.getByRole("main")).toContainText(attack);
    await expect(somebodyElse.getByRole("main").locator("script, img")).toHaveCount(0);
    await expect(somebodyElse).toHaveTitle(/^Staff - /);
  });
});

test("of two people who change the same item, the second is told and loses nothing", async ({ page, somebodyElse }) => {
  await given("Priya and Ada have the same section open", async () => {
    await signInAs(page, priya);
    await signInAs(somebodyElse, ada);
    await page.goto(staff);
    await somebodyElse.goto(staff);
  });
  await when("Ada saves first, then Priya", async () => {
    await (await note(somebodyElse, informed)).fill("Ada's note");
    await save(somebodyElse);
    await expect(success(somebodyElse)).toBeVisible();
    await (await note(page, informed)).fill("Priya's note");
    await save(page);
  });
  await then("Priya sees both answers and hers is still in the form", async () => {
    await expect(page.locator(".nhsuk-error-summary")).toContainText("Ada Winterbourne changed");
    await expect(item(page, informed)).toContainText("Ada's note");
    await expect(item(page, informed).getByLabel("Note (optional)")).toHaveValue("Priya's note");
    await expectGood(page);
  });
  await when("she saves again", () => save(page));
  await then("hers stands", async () => {
    await expect(success(page)).toBeVisible();
    await page.goto(staff);
    await expect(await note(page, informed)).toHaveValue("Priya's note");
  });
});

test("two people who answer different items of one page do not disturb each other", async ({ page, somebodyElse }) => {
  await given("Priya and Ada have the same section open", async () => {
    await signInAs(page, priya);
    await signInAs(somebodyElse, ada);
    await page.goto(staff);
    await somebodyElse.goto(staff);
  });
  await when("each answers another item", async () => {
    await (await note(somebodyElse, trained)).fill("Ada's note");
    await save(somebodyElse);
    await expect(success(somebodyElse)).toBeVisible();
    await (await note(page, informed)).fill("Priya's note");
    await save(page);
  });
  await then("both are kept", async () => {
    await expect(success(page)).toBeVisible();
    await page.goto(staff);
    await expect(await note(page, informed)).toHaveValue("Priya's note");
    await expect(await note(page, trained)).toHaveValue("Ada's note");
  });
});

test("who has the same section open in two windows is told that it was they", async ({ page, context }) => {
  const second = await context.newPage();
  await given("Priya has the section on staff open twice", async () => {
    await signInAs(page, priya);
    await page.goto(staff);
    await second.goto(staff);
  });
  await when("she saves a note in one, then another in the other", async () => {
    await (await note(second, informed)).fill("The first note");
    await save(second);
    await expect(success(second)).toBeVisible();
    await (await note(page, informed)).fill("The second note");
    await save(page);
  });
  await then("she sees both, and that the first is her own", async () => {
    await expect(page.locator(".nhsuk-error-summary")).toContainText(/You changed “.*” in another window at 9:\d\dam BST/);
    await expect(item(page, informed)).toContainText("You answered this in another window on 18 September 2023");
    await expect(item(page, informed)).toContainText("The first note");
    await expect(item(page, informed).getByLabel("Note (optional)")).toHaveValue("The second note");
    await expectGood(page);
  });
});

test("what need not be answered says so, and a section that is done leads to the next", async ({ page }) => {
  await given("Priya opens the last section", async () => {
    await signInAs(page, priya);
    await page.goto(`${practice}/checklist/patients`);
    await expect(page.getByRole("heading", { name: "Plan a weekly look at new accounts (optional)" })).toBeVisible();
    await expectGood(page);
  });
  await when("she settles what is required", async () => {
    await choose(page, "Tell your patients", "Done");
    await save(page);
  });
  await then("she is in the section that is still open, and one link away from the list", async () => {
    await expect(page).toHaveURL(`${practice}/checklist/settings`);
    await expect(success(page)).toContainText("Your answers in “Patients” are saved. 1 section is left.");
    await expectGood(page);
    await page.getByRole("main").getByRole("link", { name: "See the whole checklist" }).click();
    await expect(page).toHaveURL(`${practice}#whole-checklist`);
  });
});
