// The main pages, as the town's people see them: by day at a desk, by night on a phone. With
// UNDERSTORY_PICTURES=1 it keeps the pictures that docs/ shows.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import {
  axe,
  type Demo,
  demo,
  openBrowser,
  overhang,
  picture,
  signIn,
  visitor,
  widths,
} from "./lib.ts";

/** Where Bev is at home; the town has other links that say it among other words. */
const neighbourhood = "The Tabby";

/** How each page is reached from home: by following links with these words. */
const pages: Record<string, string[]> = {
  home: [],
  neighbourhood: [neighbourhood],
  stories: [neighbourhood, "What people told"],
  pattern: [neighbourhood, "What we keep hearing", "It's the wall, not the kettle"],
  question: [
    neighbourhood,
    "Questions we’re working on",
    "How can we be beside each other up the Tabby without it all hanging on one tired woman?",
  ],
  "is-it-what-we-intended": [neighbourhood, "Is it what we intended?"],
};

describe("the main pages of the demo town", () => {
  let browser: Browser;
  let town: Demo;
  before(async () => {
    [browser, town] = await Promise.all([openBrowser(), demo()]);
  });
  after(async () => {
    await browser?.close();
    await town?.stop();
  });

  it("work for Bev at a desk by day and on a phone by night", async () => {
    const bev = await visitor(browser, town.url);
    await signIn(bev.page, linkOf("Bev"));
    await look(bev.page, "desk");
    const storageState = await bev.context.storageState();
    const night = await browser.newContext({
      baseURL: town.url,
      storageState,
      colorScheme: "dark",
      viewport: { width: widths.phone, height: 740 },
    });
    await look(await night.newPage(), "phone");
    assert.deepEqual(bev.troubles, []);
    await night.close();
    await bev.close();
  });

  it("show Olwen what came of the wallpaper", async () => {
    const olwen = await visitor(browser, town.url);
    await signIn(olwen.page, linkOf("Olwen"));
    await olwen.page.goto("/mine");
    await olwen.page.getByRole("link", { name: "The wallpaper let go" }).click();
    await olwen.page.getByRole("link", { name: "What came of it", exact: true }).click();
    await axe(olwen.page);
    await picture(olwen.page, "town-what-came-of-it");
    const came = await olwen.page.locator("main").innerText();
    assert.match(came, /It's the wall, not the kettle/);
    assert.match(came, /What we learned/);
    await olwen.close();
  });

  function linkOf(name: string): string {
    const member = town.cast.find((one) => one.name.startsWith(name));
    assert.ok(member, `${name} is not in the cast`);
    return member.sign_in;
  }

  async function look(page: Page, where: string): Promise<void> {
    for (const [name, way] of Object.entries(pages)) {
      await page.goto("/");
      for (const words of way) {
        const exact = words === neighbourhood;
        await page.getByRole("link", { name: words, exact }).first().click();
        await page.waitForLoadState();
      }
      await axe(page);
      assert.equal(await overhang(page), 0, `${name} is wider than a ${where}`);
      await picture(page, `${name}-${where}`);
    }
  }
});
