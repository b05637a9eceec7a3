// What every journey needs: a browser, somebody to look through it, and a check that everybody
// can use what they see.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium,
} from "playwright-core";
import { project } from "./program.ts";

export * from "./program.ts";

/** The narrowest and the usual window we look at, in pixels. */
export const widths = { phone: 360, desk: 1280 } as const;

/** How somebody has their browser set up. */
export interface Way {
  scheme?: "light" | "dark";
  width?: number;
  /** False for a browser that runs no scripts at all. */
  scripts?: boolean;
  /** How moving things are wished for; still unless told, so that pictures are alike. */
  motion?: "reduce" | "no-preference";
}

/** Opens Debian's Chromium without a window and with a fresh profile. */
export async function openBrowser(): Promise<Browser> {
  const known = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];
  const executablePath = known.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) {
    throw new Error("There is no Chromium on this machine. Run bin/setup, which installs it.");
  }
  const quiet = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ];
  // Chromium's own sandbox does not work for root, which is who runs things in a container.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, headless: true, args: [...quiet, ...asRoot] });
}

/** A page in a context of its own, and what went wrong while it was open. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Every script fault, console error, policy violation and failed request, in plain words. */
  troubles: string[];
  close(): Promise<void>;
}

/** A new visitor who has never been here before. */
export async function visitor(browser: Browser, url: string, way: Way = {}): Promise<Visitor> {
  const options: BrowserContextOptions = {
    baseURL: url,
    colorScheme: way.scheme ?? "light",
    javaScriptEnabled: way.scripts ?? true,
    reducedMotion: way.motion ?? "reduce",
    viewport: { width: way.width ?? widths.desk, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/London",
  };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  if (way.scripts === false) without.set(context, options);
  const page = await context.newPage();
  const troubles: string[] = [];
  const note = (what: string) => troubles.push(`${page.url()}: ${what}`);
  // A page refused by the content security policy says so as a console error.
  page.on("console", (message) => {
    if (message.type() === "error") note(`the console says: ${message.text()}`);
  });
  page.on("pageerror", (fault) => note(`a script failed: ${fault.message}`));
  page.on("requestfailed", (request) => {
    // A page left before it had loaded is nobody's fault.
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") note(`${request.url()} could not be fetched: ${why}`);
  });
  page.on("request", (request) => {
    const where = new URL(request.url());
    const ours = where.origin === new URL(url).origin || ["data:", "blob:"].includes(where.protocol);
    if (!ours) note(`something from elsewhere was asked for: ${request.url()}`);
  });
  return { page, context, troubles, close: () => context.close() };
}

/**
 * Signs in as somebody who was sent `link`: opening it shows one button, and only pressing the
 * button spends the link.
 */
export async function signIn(page: Page, link: string): Promise<void> {
  const answer = await page.goto(link);
  if (answer?.status() !== 200) {
    throw new Error(`The sign-in link answered ${answer?.status()} rather than a page.`);
  }
  const button = page.locator("main form[method=post i] button");
  const buttons = await button.count();
  if (buttons !== 1) {
    throw new Error(`The sign-in page should have one button in its main part, and has ${buttons}.`);
  }
  await Promise.all([page.waitForURL((now) => now.href !== link), button.click()]);
}

/** What colour can change. Dark pages differ from light ones in nothing else. */
const colourRules = ["color-contrast", "link-in-text-block"];

/** Fails with a readable list when anything on the page would shut somebody out. */
export async function axe(page: Page, only: "everything" | "colour" = "everything"): Promise<void> {
  const faults = await axeFaults(page, only);
  if (faults.length > 0) throw new Error(`On ${page.url()}:\n${faults.join("\n")}`);
}

/** The list that `axe` fails with: one sentence for each place on the page. */
export async function axeFaults(
  page: Page,
  only: "everything" | "colour" = "everything",
): Promise<string[]> {
  const violations = await withScripts(page, async (page) => {
    // Our pages hold no frames, and only this mode keeps to the page itself.
    const builder = new AxeBuilder({ page }).setLegacyMode();
    const checked = only === "colour" ? builder.withRules(colourRules) : builder;
    return (await checked.analyze()).violations;
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
      return `  ${id} (${help}) at ${node.target.join(" ")}: ${why}\n    ${node.html}`;
    }),
  );
}

/** How the visitors are set up whose browser runs no scripts. */
const without = new WeakMap<BrowserContext, BrowserContextOptions>();

/**
 * The check is itself a script. Where scripts are off, it looks at a twin: the same page as it
 * stands, in a browser that runs the check and still none of the page's own scripts.
 */
async function withScripts<T>(page: Page, check: (page: Page) => Promise<T>): Promise<T> {
  const options = without.get(page.context());
  const browser = page.context().browser();
  if (options === undefined || browser === null) return check(page);
  const twin = await browser.newContext({
    ...options,
    javaScriptEnabled: true,
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
  });
  const body = (await page.content()).replace(/<\/?noscript[^>]*>/g, "");
  await twin.route("**/*", (route) => {
    const kind = route.request().resourceType();
    if (kind === "document") return route.fulfill({ contentType: "text/html; charset=utf-8", body });
    return kind === "script" ? route.abort() : route.continue();
  });
  try {
    const copy = await twin.newPage();
    await copy.goto(page.url());
    return await check(copy);
  } finally {
    await twin.close();
  }
}

/** By how many pixels the page is wider than its window; nobody should have to scroll sideways. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all = document.scrollingElement ?? document.documentElement;
    return Math.max(0, all.scrollWidth - all.clientWidth);
  });
}

/** Keeps a picture of the whole page in docs/pictures, only when UNDERSTORY_PICTURES=1. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env["UNDERSTORY_PICTURES"] !== "1") return;
  const folder = join(project, "docs", "pictures");
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
