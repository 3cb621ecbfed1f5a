import { choose, expectMistake, fillDay, finish, item, note, save, signOff, success } from "../support/journey.ts";
import { EMIS_PRACTICE, TPP_PRACTICE, acceptAgreement, ada, askForLink, ines, priya, signInAs, tomos } from "../support/people.ts";
import { expect, expectGood, given, test, then, when } from "../support/test.ts";

const emis = `/practices/${EMIS_PRACTICE}`;
const tpp = `/practices/${TPP_PRACTICE}`;

test.use({ ownWorld: true });

test("a named person signs off, and a required item that is opened again lets it fall", async ({ page, somebodyElse }) => {
  await given("Priya has settled everything", async () => {
    await signInAs(page, priya);
    await page.goto(emis);
    await finish(page, "System settings", "Check your settings in EMAS Manager");
    await finish(page, "Patients", "Tell your patients");
    await expect(page.getByRole("main")).toContainText("Sign off your readiness checklist: every required item is complete.");
    await expectGood(page);
  });
  await when("she forgets to tick the declaration", async () => {
    await page.goto(`${emis}/checklist/sign-off`);
    await expectGood(page);
    await page.getByLabel("Full name of the deputy (optional)").fill("Sam Lee");
    await page.getByRole("button", { name: "Sign off the checklist" }).click();
  });
  await then("that is named, and nothing typed is lost", async () => {
    await expectMistake(page, /^Tick the box/, page.getByRole("checkbox", { name: "I declare this" }));
    await expect(page.getByLabel("Full name of the deputy (optional)")).toHaveValue("Sam Lee");
    await expectGood(page);
  });
  await when("she signs", async () => {
    await page.goto(emis);
    await signOff(page);
  });
  await then("the practice is ready, and her ICB sub-group reads who declared it", async () => {
    await expect(page.getByRole("main")).toContainText("Ready to switch on");
    await expectGood(page);
    await signInAs(somebodyElse, ines);
    await somebodyElse.goto(`${emis}/checklist/sign-off`);
    await expect(somebodyElse.getByRole("main")).toContainText(priya.name);
    await expectGood(somebodyElse);
  });
  await when("she opens an item again, having been told what that does", async () => {
    await page.goto(`${emis}/checklist/patients`);
    await expect(page.getByRole("main")).toContainText("has to be signed off again");
    await expectGood(page);
    await choose(page, "Tell your patients", "In progress");
    await save(page);
  });
  await then("the practice is back in the checklist", async () => {
    await expect(page.getByRole("main")).toContainText("Checklist in progress");
    await expect(page.getByRole("main")).toContainText("The checklist had to be signed off again");
    await expectGood(page);
  });
});

test("a sign-off is reopened with a reason", async ({ page }) => {
  await given("Tomos's checklist is signed off", async () => {
    await signInAs(page, tomos);
    await page.goto(`${tpp}/checklist/sign-off`);
    await expect(page.getByRole("main")).toContainText("The checklist is signed off.");
    await expectGood(page);
  });
  await when("he reopens it", async () => {
    await page.getByText("Reopen the checklist", { exact: true }).first().click();
    await page.getByLabel("Why is it reopened?").fill("The list of locums was old.");
    await page.getByRole("button", { name: "Reopen the checklist" }).click();
  });
  await then("the stage is back, and the history says why", async () => {
    await expect(success(page)).toContainText("The checklist is open again.");
    await expect(page.getByRole("main")).toContainText("Checklist reopened: The list of locums was old");
    await expect(page.getByRole("main")).toContainText("Checklist in progress");
    await expectGood(page);
  });
});

test("who and by when, what is in the way, and a section to come back to", async ({ page }) => {
  const trained = "Train all staff, locums included";
  const day = () => item(page, trained).getByRole("group", { name: "By when? (optional)" });

  await given("Priya opens the section on staff", async () => {
    await signInAs(page, priya);
    await page.goto(`${emis}/checklist/staff`);
  });
  await when("she names a person, and a day that does not exist", async () => {
    await item(page, trained).getByText("Who and by when").click();
    await item(page, trained).getByLabel("Who is responsible? (optional)").fill("Moira Hall");
    for (const [part, typed] of [["Day", "31"], ["Month", "9"], ["Year", "2023"]] as const) await day().getByLabel(part).fill(typed);
    await page.getByRole("radio", { name: "No, I will come back to it later" }).check();
    await save(page);
  });
  await then("the day is named as the mistake, and all of it still stands there", async () => {
    await expectMistake(page, /must be a real date/, day().getByLabel("Day"));
    await expect(item(page, trained).getByLabel("Who is responsible? (optional)")).toHaveValue("Moira Hall");
    await expect(page.getByRole("radio", { name: "No, I will come back to it later" })).toBeChecked();
    await expectGood(page);
  });
  await when("she gives a day that does", async () => {
    await day().getByLabel("Day").fill("30");
    await save(page);
  });
  await then("the section is one to come back to", async () => {
    await expect(success(page)).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: /^Staff/ })).toContainText("In progress");
  });
  await then("and an item of another section says what is in the way once that is open", async () => {
    await page.goto(`${emis}/checklist/policies`);
    await choose(page, "Complete a data protection impact assessment", "In progress");
    await save(page);
    await page.goto(`${emis}/checklist/patients`);
    await expect(page.getByRole("main")).toContainText("finish “Complete a data protection impact assessment” first");
    await expectGood(page);
  });
});

test("figures over half of the list size owe an action plan, until they are corrected", async ({ page }) => {
  let registered = 0;
  await given("Priya opens the numbers", async () => {
    await signInAs(page, priya);
    await page.goto(`${emis}/checklist/numbers`);
    await expectGood(page);
  });
  await when("she records more patients with the code than half of the list", async () => {
    const size = await page.getByText(/^Registered patients: [\d,]+/).textContent();
    registered = Number(/[\d,]+/.exec(size ?? "")?.[0].replaceAll(",", ""));
    await page.getByRole("link", { name: "Record a figure" }).click();
    await expectGood(page);
    const field = page.getByLabel("How many patients have the code 104?");
    await field.fill(String(registered + 1));
    await page.getByRole("button", { name: "Record the figure" }).click();
    await expectMistake(page, /registered patients.*must not be higher/, field);
    await expect(field).toHaveValue(String(registered + 1));
    await expectGood(page);
    await field.fill(String(registered));
    await page.getByRole("button", { name: "Record the figure" }).click();
  });
  await then("a plan is owed, with the day of the next figure", async () => {
    await expect(success(page)).toContainText("The figure is recorded.");
    await expect(page.getByRole("main")).toContainText("An action plan is owed");
    await expect(page.getByRole("main")).toContainText("The next figure is due on 18 October 2023.");
    await expectGood(page);
  });
  await when("she sees that it is far too many, and corrects it, at first without saying why", async () => {
    await page.getByRole("link", { name: /^Correct or remove/ }).first().click();
    await expectGood(page);
    await page.getByLabel("How many patients have the code 104?").fill("12");
    await page.getByRole("button", { name: "Save the correction" }).click();
    const reason = page.getByLabel("Why do you correct or remove it?");
    await expectMistake(page, /Say why you correct/, reason);
    await expect(page.getByLabel("How many patients have the code 104?")).toHaveValue("12");
    await expectGood(page);
    await reason.fill("That was everybody");
    await page.getByRole("button", { name: "Save the correction" }).click();
  });
  await then("nothing is owed any more, and the history keeps both figures", async () => {
    await expect(success(page)).toContainText("The figure is corrected.");
    await expect(page.getByRole("main")).not.toContainText("An action plan is owed");
    await page.goto(`${emis}/history`);
    const both = `from ${registered.toLocaleString("en-GB")} on 18 September 2023 to 12 on 18 September 2023. Reason: That was everybody`;
    await expect(page.getByRole("main")).toContainText(both);
    await page.goto(`${emis}/checklist/numbers`);
  });
  await when("she records the model that the assessment led to", async () => {
    await page.getByRole("link", { name: /the model$/ }).click();
    await expectGood(page);
    await page.getByRole("radio", { name: "Opt-out" }).check();
    await fillDay(page, "When was this decided?", "4 9 2023");
    await page.getByRole("button", { name: "Record the model" }).click();
  });
  await then("it stands there with its day", async () => {
    await expect(success(page)).toContainText("The model is recorded.");
    await expect(page.getByRole("main")).toContainText("4 September 2023");
    await expectGood(page);
  });
});

test("a new version keeps old answers and asks only for what changed", async ({ page, somebodyElse }) => {
  const trained = "Train all staff, locums included";
  await given("Ada changes one item of the checklist", async () => {
    await signInAs(page, ada);
    await page.goto("/admin/checklist");
    await expectGood(page);
    const text = await page.getByLabel("The new version").inputValue();
    const second = text
      .replace("version = 1", "version = 2")
      .replace('code = "staff-trained"', 'code = "staff-trained"\nchanged_in = 2')
      .replace("how to spot a patient at risk", "how to see that a patient is at risk");
    await page.getByLabel("The new version").fill(second);
    await page.getByRole("button", { name: "See what it changes" }).click();
  });
  await then("she sees the difference before it goes live", async () => {
    await expect(page.getByRole("main")).toContainText("Nothing is changed yet.");
    await expect(page.getByRole("main")).toContainText("Asked again");
    await expect(page.getByRole("main")).toContainText("how to see that a patient is at risk");
    await expectGood(page);
  });
  await when("she brings it into force", async () => {
    await page.getByRole("button", { name: "Bring it into force" }).click();
    await expect(success(page)).toContainText("Version 2 of the checklist is in force.");
    await expectGood(page);
  });
  await then("Tomos, who had signed off, is asked that one item again and sees his old answer", async () => {
    await signInAs(somebodyElse, tomos);
    await somebodyElse.goto(tpp);
    await expect(somebodyElse.getByRole("main")).toContainText("Checklist in progress");
    await expect(somebodyElse.getByRole("main")).toContainText("11 of 12 required items completed.");
    await somebodyElse.goto(`${tpp}/checklist/staff`);
    await expect(item(somebodyElse, trained)).toContainText("Your answer from before:");
    await expect(item(somebodyElse, trained).getByRole("radio", { checked: true })).toHaveCount(0);
    await expectGood(somebodyElse);
  });
  await when("he answers it and signs off again", async () => {
    await choose(somebodyElse, trained, "Done");
    await save(somebodyElse);
    await signOff(somebodyElse);
  });
  await then("his practice is ready again", () => expect(somebodyElse.getByRole("main")).toContainText("Ready to switch on"));
});

test("who manages several practices answers for all of them and sees which took it", async ({ page, somebodyElse, world }) => {
  const moira = { key: "", name: "Moira Hall", email: "moira.hall@practice.example" };
  const several = "/checklist/weekly-review/several";
  await given("Moira manages both practices", async () => {
    await signInAs(somebodyElse, ada);
    await somebodyElse.goto("/admin/accounts/invite");
    await somebodyElse.getByLabel("Work email address").fill(moira.email);
    await somebodyElse.getByLabel("Name", { exact: true }).fill(moira.name);
    await somebodyElse.getByLabel("Codes of the organisations they work for").fill(`${EMIS_PRACTICE} ${TPP_PRACTICE}`);
    await somebodyElse.getByRole("button", { name: "Send the invitation" }).click();
    await page.goto(await askForLink(page, world, moira.email));
    await page.getByRole("button", { name: "Sign in" }).click();
    await acceptAgreement(page);
  });
  await when("she opens the item, and Priya changes it at one of them meanwhile", async () => {
    await page.goto(several);
    await expectGood(page);
    await signInAs(somebodyElse, priya);
    await somebodyElse.goto(`${emis}/checklist/patients`);
    await (await note(somebodyElse, "Plan a weekly look at new accounts")).fill("On Thursdays");
    await save(somebodyElse);
  });
  await when("she answers for both", async () => {
    for (const box of await page.getByRole("group", { name: "Which practices is this the answer for?" }).getByRole("checkbox").all()) await box.check();
    await page.getByRole("radio", { name: "In progress" }).check();
    await page.getByRole("button", { name: "Save for these practices" }).click();
  });
  await then("one took it, and she is told why the other did not", async () => {
    await expect(success(page)).toContainText("Your answer is saved for:");
    await expect(page.locator(".nhsuk-error-summary")).toContainText(`did not take the answer: ${priya.name} changed this`);
    await expectGood(page);
  });
  await when("she insists", () => page.getByRole("button", { name: "Save for these practices" }).click());
  await then("both have it", async () => {
    await expect(success(page)).toContainText("It stood there already for:");
    await expect(page.locator(".nhsuk-error-summary")).toHaveCount(0);
    await expectGood(page);
  });
});
