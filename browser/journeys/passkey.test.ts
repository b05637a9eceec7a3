// Signing in by unlocking one's own device: somebody adds a passkey, leaves, comes in by it, ends it,
// and is let in by it no more. All with the keyboard; the device is one that Chromium pretends to have.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, CDPSession, Page } from "playwright-core";
import { keyboard, pointer } from "./hands.ts";
import { axe, type NewPlace, openBrowser, picture, serveByName, visitor } from "./lib.ts";

describe("signing in with a passkey", () => {
  let browser: Browser;
  let place: NewPlace;
  before(async () => {
    browser = await openBrowser();
    place = await serveByName();
  });
  after(async () => {
    await place?.stop();
    await browser?.close();
  });

  it("goes with the keyboard alone", async () => {
    const bryn = await visitor(browser, place.url);
    const device = await withDevice(bryn.page);
    const { page } = bryn;
    await page.goto(await invitation(browser, place));
    await keyboard.fill(page, "name", "Bryn");
    await keyboard.press(page, "Yes, I take part");

    // He adds a passkey, and gives it a name.
    await page.goto("/you");
    await keyboard.follow(page, "Passkeys");
    await axe(page);
    await keyboard.fill(page, "name", "the kitchen phone");
    await keyboard.press(page, "Add a passkey");
    await axe(page);
    await keyboard.press(page, "Make the passkey");
    await axe(page);
    await picture(page, "passkeys");
    assert.match(await words(page), /the kitchen phone/);
    assert.match(await words(page), /Not used yet/);

    // He leaves, and comes in by it: one button, and he is told that a passkey was added.
    await leaves(page);
    await comesByPasskey(page);
    await page.waitForURL("**/sign-in/links*");
    await axe(page);
    assert.match(await words(page), /a passkey was added/);
    await page.goto("/you/passkeys");
    assert.match(await words(page), /Last used on/);

    // A device that he does not unlock gives nothing, and the page says that he can ask again.
    await leaves(page);
    await device.unlocked(false);
    await comesByPasskey(page);
    await page.getByText("Your device gave us no passkey").waitFor();
    await axe(page);
    await device.unlocked(true);
    await keyboard.press(page, "Use my passkey");
    await page.waitForURL((now) => !now.pathname.startsWith("/sign-in/passkey"));
    assert.deepEqual(bryn.troubles, []);

    // He ends it, and gets in by it no more.
    await page.goto("/you/passkeys");
    await keyboard.press(page, "End this passkey");
    assert.doesNotMatch(await words(page), /the kitchen phone/);
    await axe(page);
    await leaves(page);
    await comesByPasskey(page);
    await page.getByRole("button", { name: "Try once more" }).waitFor();
    assert.match(await words(page), /could not let you in with this passkey/);
    await axe(page);
    await page.goto("/you");
    assert.match(page.url(), /\/sign-in/);
    await bryn.close();
  });

  it("says in a sentence what it needs where no scripts run", async () => {
    const stranger = await visitor(browser, place.url, { scripts: false });
    await stranger.page.goto("/sign-in");
    await axe(stranger.page);
    assert.match(await words(stranger.page), /A passkey needs a browser/);
    const button = stranger.page.getByRole("button", { name: "Sign in with a passkey" });
    assert.equal(await button.count(), 0);
    await stranger.page.getByRole("button", { name: "Sign in with these words" }).waitFor();
    await stranger.close();
  });
});

/** A phone or computer that keeps passkeys, and that its person unlocks, or does not. */
interface Device {
  unlocked(is: boolean): Promise<void>;
}

async function withDevice(page: Page): Promise<Device> {
  const said: CDPSession = await page.context().newCDPSession(page);
  await said.send("WebAuthn.enable");
  const { authenticatorId } = await said.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    unlocked: async (isUserVerified) => {
      await said.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
    },
  };
}

/** Asha opens the place and makes an invitation: its link. */
async function invitation(browser: Browser, place: NewPlace): Promise<string> {
  const { page, close } = await visitor(browser, place.url);
  await page.goto(await place.link());
  await pointer.fill(page, "name", "Pennyworth");
  await pointer.fill(page, "own_name", "Asha");
  await pointer.press(page, "Begin");
  await pointer.pick(page, "keeps_safe", "Asha");
  for (const [field, text] of [
    ["ring_now", "Ring 999 if somebody is in danger now."],
    ["read_by", "Asha reads this on Tuesdays."],
    ["controllers", "Pennyworth Library"],
    ["data_protection", "Ask at the library’s desk."],
    ["keeping", "As long as its teller wants."],
  ] as const) {
    await pointer.fill(page, field, text);
  }
  await pointer.press(page, "Keep this");
  await pointer.press(page, "Open this place");
  await page.goto("/");
  await pointer.follow(page, "Pennyworth");
  await pointer.follow(page, "Invite somebody");
  await pointer.press(page, "Make the link");
  const link = await page.locator(".slip a").getAttribute("href");
  assert.ok(link);
  await close();
  return link;
}

async function leaves(page: Page): Promise<void> {
  await page.goto("/sign-out");
  await keyboard.press(page, "Sign out");
}

async function comesByPasskey(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await axe(page);
  await keyboard.press(page, "Sign in with a passkey");
}

function words(page: Page): Promise<string> {
  return page.locator("main").innerText();
}
