// Everybody in the demo can go everywhere they are led, by day and by night.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { axe, type Demo, demo, openBrowser, picture, signIn, visitor, widths } from "./lib.ts";
import { type Looked, walk } from "./walk.ts";

describe("the demo place", () => {
  let browser: Browser;
  let place: Demo;

  before(async () => {
    [browser, place] = await Promise.all([openBrowser(), demo()]);
  });
  after(async () => {
    await browser?.close();
    await place?.stop();
  });

  it("has a cast of at least twelve, each with a part and a link of their own", () => {
    assert.ok(place.cast.length >= 12, `only ${place.cast.length} people`);
    assert.equal(new Set(place.cast.map((member) => member.sign_in)).size, place.cast.length);
    for (const { name, role } of place.cast) assert.ok(name && role, `${name}: ${role}`);
  });

  it("lets everybody in the cast sign in and reach only pages that work for everybody", async () => {
    const wrong: string[] = [];
    const looked: Looked = new Map();
    for (const { name, sign_in } of place.cast) {
      const somebody = await visitor(browser, place.url);
      try {
        await signIn(somebody.page, sign_in);
        const found = await walk(somebody, looked);
        wrong.push(...found.wrong.map((fault) => `${name}, ${fault}`));
        if (found.visited.length < 3) wrong.push(`${name} could reach ${found.visited.join(", ")} only`);
      } catch (why) {
        wrong.push(`${name}: ${why instanceof Error ? why.message : String(why)}`);
      } finally {
        await somebody.close();
      }
    }
    // One mistake in a layout shows on every page; each kind is worth reading once.
    const kinds = [...new Set(wrong)];
    assert.ok(kinds.length === 0, `${kinds.length} things are wrong:\n${kinds.slice(0, 40).join("\n")}`);
  });

  it("shows somebody who has not signed in a page that works, in every light and width", async () => {
    for (const scheme of ["light", "dark"] as const) {
      for (const [called, width] of Object.entries(widths)) {
        const stranger = await visitor(browser, place.url, { scheme, width });
        const answer = await stranger.page.goto("/");
        assert.equal(answer?.status(), 200);
        await axe(stranger.page);
        await picture(stranger.page, `door-${scheme}-${called}`);
        assert.deepEqual(stranger.troubles, []);
        await stranger.close();
      }
    }
  });

  it("lets somebody sign in whose browser runs no scripts", async () => {
    const member = place.cast.at(-1);
    assert.ok(member);
    // Their first link was spent above; somebody who asks gets another, so this one is theirs.
    const again = await demo();
    try {
      const link = again.cast.find(({ name }) => name === member.name)?.sign_in;
      assert.ok(link);
      const somebody = await visitor(browser, again.url, { scripts: false, width: widths.phone });
      await signIn(somebody.page, link);
      const home = await somebody.page.goto("/");
      assert.equal(home?.status(), 200);
      await axe(somebody.page);
      assert.deepEqual(somebody.troubles, []);
      await somebody.close();
    } finally {
      await again.stop();
    }
  });
});
