// From an empty folder to *What came of it*, as new people would go it: once with the keyboard
// alone, once in a browser that runs no scripts. Every page on the way is checked for everybody.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Hands, keyboard, pointer } from "./hands.ts";
import { axe, type NewPlace, openBrowser, picture, serve, visitor, type Way } from "./lib.ts";

const told = "The bus stops at six.\nMy shift ends at seven, so I walk home in the rain.";

/** A page's own address, without what its header says of the form that led to it. */
const pageOf = (address: string) => address.split(/[?#]/)[0] ?? "";

describe("from an empty folder to what came of it", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser?.close());

  it("goes with the keyboard alone", () => journey(keyboard, {}));
  it("goes without scripts", () => journey(pointer, { scripts: false }));

  async function journey(hands: Hands, way: Way): Promise<void> {
    const place = await serve();
    try {
      await go(place, hands, way);
    } finally {
      await place.stop();
    }
  }

  async function go(place: NewPlace, hands: Hands, way: Way): Promise<void> {
    const asha = await visitor(browser, place.url, way);
    const bryn = await visitor(browser, place.url, way);

    // Asha opens the place: it says what is missing until nothing is.
    await asha.page.goto(await place.link());
    await axe(asha.page);
    await hands.fill(asha.page, "name", "Pennyworth");
    await hands.fill(asha.page, "own_name", "Asha");
    await hands.press(asha.page, "Begin");
    await axe(asha.page);
    assert.match(await words(asha.page), /missing|still/i);
    await hands.pick(asha.page, "keeps_safe", "Asha");
    for (const [field, text] of [
      ["ring_now", "Ring 999 if somebody is in danger now."],
      ["read_by", "Asha reads this on Tuesdays."],
      ["controllers", "Pennyworth Library"],
      ["data_protection", "Ask at the library’s desk."],
      ["keeping", "As long as its teller wants."],
    ] as const) {
      await hands.fill(asha.page, field, text);
    }
    await hands.press(asha.page, "Keep this");
    await hands.press(asha.page, "Open this place");
    await axe(asha.page);

    // She invites Bryn, who comes in by the link.
    await asha.page.goto("/");
    await axe(asha.page);
    await hands.follow(asha.page, "Pennyworth");
    await axe(asha.page);
    const town = pageOf(asha.page.url());
    await hands.follow(asha.page, "Invite somebody");
    await axe(asha.page);
    await hands.press(asha.page, "Make the link");
    await axe(asha.page);
    const invitation = await asha.page.locator(".slip a").getAttribute("href");
    assert.ok(invitation);
    await bryn.page.goto(invitation);
    await axe(bryn.page);
    await hands.fill(bryn.page, "name", "Bryn");
    await hands.press(bryn.page, "Yes, I take part");
    await axe(bryn.page);

    // Bryn tells what happened, for the whole town, and lets it be laid beside others.
    await bryn.page.goto(`${town}/tell`);
    await axe(bryn.page);
    assert.match(await words(bryn.page), /Nobody is watching/);
    await hands.fill(bryn.page, "words", told);
    await hands.choose(bryn.page, "heard_by", `system:${town.split("/").at(-1)}`);
    await hands.choose(bryn.page, "laid_beside", "yes");
    await hands.press(bryn.page, "Keep what I wrote");
    await axe(bryn.page);
    await picture(bryn.page, "story");
    const story = pageOf(bryn.page.url());

    // It waits: Asha, who keeps people safe, reads it first and finds that it is fine.
    assert.match(await words(bryn.page), /This waits for a second reader before it goes further/);
    await asha.page.goto(`${town}/stories`);
    assert.doesNotMatch(await words(asha.page), /so I walk home in the rain/);
    await asha.page.goto("/");
    await axe(asha.page);
    await hands.follow(asha.page, "Somebody asks you to read something before it goes further");
    await axe(asha.page);
    await picture(asha.page, "read-first");
    assert.match(await words(asha.page), /Could anyone in this be found, or hurt/);
    await hands.press(asha.page, "Fine to go further");

    // Now she hears it with everybody, and names what it seems to share with others.
    await asha.page.goto(`${town}/stories`);
    await axe(asha.page);
    assert.match(await words(asha.page), /so I walk home in the rain/);
    await hands.follow(asha.page, "Lay some side by side");
    await axe(asha.page);
    await hands.choose(asha.page, "tellings", story.split("/").at(-1) ?? "");
    await hands.fill(asha.page, "name", "The last bus goes before the last shift");
    await hands.fill(asha.page, "reading", "The timetable was made for shoppers.");
    await hands.press(asha.page, "Name it");
    await axe(asha.page);

    // Bryn is told, and says that he sees it otherwise.
    await bryn.page.goto("/");
    assert.match(await words(bryn.page), /Something came of what you told/);
    await axe(bryn.page);
    await bryn.page.goto(asha.page.url());
    await hands.choose(bryn.page, "kind", "dispute");
    await hands.fill(bryn.page, "words", "It is not the shoppers. It is the depot.");
    await hands.press(bryn.page, "Say it");
    await axe(bryn.page);
    assert.match(await words(bryn.page), /It is the depot/);

    // The pattern becomes a question, something tried, and a lesson.
    await hands.follow(asha.page, "Ask a question together");
    await axe(asha.page);
    await hands.fill(asha.page, "question", "What would get people home after seven?");
    await becauseOf(hands, asha.page);
    await hands.press(asha.page, "Ask a question together");
    await axe(asha.page);
    await hands.follow(asha.page, "Try something");
    await axe(asha.page);
    await hands.fill(asha.page, "name", "One minibus on Fridays");
    await hands.fill(asha.page, "intends", "Nobody walks home in the dark on a Friday.");
    await becauseOf(hands, asha.page);
    await hands.press(asha.page, "Keep this plan");
    await axe(asha.page);
    await hands.choose(asha.page, "kind", "observed");
    await hands.fill(asha.page, "words", "Nine people came. Two sang.");
    await hands.press(asha.page, "Write it down");
    await axe(asha.page);
    assert.match(await words(asha.page), /Two sang/);
    await hands.follow(asha.page, "Write down what we learned");
    await axe(asha.page);
    await hands.fill(asha.page, "learned", "People come when they know who drives.");
    await becauseOf(hands, asha.page);
    await hands.press(asha.page, "Keep this lesson");
    await axe(asha.page);

    // Bryn sees what came of it, all the way.
    await bryn.page.goto(story);
    await hands.follow(bryn.page, "What came of it");
    await axe(bryn.page);
    await picture(bryn.page, "what-came-of-it");
    await hands.unfold(bryn.page, "The same, as a table");
    await axe(bryn.page);
    const came = await words(bryn.page);
    for (const step of [
      "The last bus goes before the last shift",
      "What would get people home after seven?",
      "One minibus on Fridays",
      "People come when they know who drives.",
    ]) {
      assert.ok(came.includes(step), `${step} is not in:\n${came}`);
    }
    assert.deepEqual([...asha.troubles, ...bryn.troubles], []);
    await asha.close();
    await bryn.close();
  }
});

/** Says because of what, where the page offers the thing that one came from. */
async function becauseOf(hands: Hands, page: Page): Promise<void> {
  if (!(await page.locator("main input[name=because_how][value=because]").isVisible())) {
    await hands.unfold(page, "Because of what");
  }
  await hands.choose(page, "because_how", "because");
}

function words(page: Page): Promise<string> {
  return page.locator("main").innerText();
}
