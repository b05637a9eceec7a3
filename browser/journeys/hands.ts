// Two ways of using a page: with a pointer, and with the keyboard alone. A journey is written
// once and gone with either.
import type { Locator, Page } from "playwright-core";

/** What a person does on a page. */
export interface Hands {
  /** Types into the field of this name, in place of what stands there. */
  fill(page: Page, name: string, text: string): Promise<void>;
  /** Ticks the box, or chooses the button, of this name and value. */
  choose(page: Page, name: string, value: string): Promise<void>;
  /** Chooses from a list of this name the entry with this text. */
  pick(page: Page, name: string, text: string): Promise<void>;
  /** Opens what can be unfolded, by its first words. */
  unfold(page: Page, words: string): Promise<void>;
  /** Presses the button with these words in the main part of the page. */
  press(page: Page, words: string): Promise<void>;
  /** Follows the link with these words. */
  follow(page: Page, words: string): Promise<void>;
}

const field = (page: Page, name: string) =>
  page.locator(`main :is(input, textarea, select)[name="${name}"]:not([type=hidden])`).first();
const choice = (page: Page, name: string, value: string) =>
  page.locator(`main input[name="${name}"][value="${value}"]`).first();
const summary = (page: Page, words: string) =>
  page.locator("main summary", { hasText: words }).first();
const button = (page: Page, words: string) =>
  page.locator("main").getByRole("button", { name: words, exact: true }).first();
const link = (page: Page, words: string) =>
  page.getByRole("link", { name: words, exact: true }).first();

/** With a pointer. */
export const pointer: Hands = {
  fill: (page, name, text) => field(page, name).fill(text),
  choose: (page, name, value) => choice(page, name, value).check(),
  pick: async (page, name, text) => void (await field(page, name).selectOption({ label: text })),
  unfold: (page, words) => summary(page, words).click(),
  press: async (page, words) => {
    await Promise.all([page.waitForEvent("load"), button(page, words).click()]);
  },
  follow: async (page, words) => {
    await Promise.all([page.waitForEvent("load"), link(page, words).click()]);
  },
};

/** No page of ours should need more steps of the tab key than this to reach anything. */
const mostTabs = 150;

/** Walks with the tab key to what is wanted. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: "visible" });
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`On ${page.url()}, the tab key does not reach ${wanted}`);
}

/** A group of round buttons is one stop of the tab key; the arrows walk inside it. */
async function reachChoice(page: Page, wanted: Locator): Promise<void> {
  if ((await wanted.getAttribute("type")) !== "radio") return tabTo(page, wanted);
  const name = await wanted.getAttribute("name");
  const inGroup = page.locator(`main input[type=radio][name="${name}"]`);
  const group = await inGroup.count();
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    const here = await page.evaluate(() => document.activeElement?.getAttribute("name") ?? "");
    if (here === name) break;
    await page.keyboard.press("Tab");
  }
  for (let step = 0; step < group; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("ArrowDown");
  }
}

/** With the keyboard alone. */
export const keyboard: Hands = {
  fill: async (page, name, text) => {
    await tabTo(page, field(page, name));
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
  },
  choose: async (page, name, value) => {
    const wanted = choice(page, name, value);
    await reachChoice(page, wanted);
    if (!(await wanted.isChecked())) await page.keyboard.press("Space");
  },
  pick: async (page, name, text) => {
    const list = field(page, name);
    await tabTo(page, list);
    const entries = await list.locator("option").allTextContents();
    await page.keyboard.press("Home");
    for (let n = 0; n < entries.findIndex((entry) => entry.trim() === text); n += 1) {
      await page.keyboard.press("ArrowDown");
    }
  },
  unfold: async (page, words) => {
    await tabTo(page, summary(page, words));
    await page.keyboard.press("Enter");
  },
  press: async (page, words) => {
    await tabTo(page, button(page, words));
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  },
  follow: async (page, words) => {
    await tabTo(page, link(page, words));
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  },
};
