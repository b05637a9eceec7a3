// Walking through a whole place by its links, as a curious person would.
import type { Page } from "playwright-core";
import { axeFaults, overhang, type Visitor, widths } from "./lib.ts";

/** How many pages one walk looks at. Kinds of page not yet seen come first, so all kinds are. */
const mostPages = 14;
/** How often one kind of page is looked at closely, in all walks together. The rest must only
 * answer and fit. */
const closeLooks = 4;
/** What one link may answer at most, so that a walk always ends. */
const answerWithin = 15_000;

/** Kinds of page, and how often anybody has looked at one closely. Shared by the walks of a test. */
export type Looked = Map<string, number>;

/** What a walk found. */
export interface Walk {
  /** Paths in the order they were visited. */
  visited: string[];
  /** Everything that was wrong, in plain words. Empty is good. */
  wrong: string[];
}

/**
 * Visits what can be reached by links from the page that `visitor` is on. Each page must answer
 * 200, fit a narrow window, and shut nobody out in light or in dark.
 */
export async function walk({ page, troubles }: Visitor, looked: Looked): Promise<Walk> {
  const origin = new URL(page.url()).origin;
  const waiting = new Set([pathOf(page.url())]);
  const timesSeen = new Map<string, number>();
  const visited: string[] = [];
  const wrong: string[] = [];

  while (waiting.size > 0 && visited.length < mostPages) {
    const path = leastFamiliar(waiting, timesSeen);
    waiting.delete(path);
    visited.push(path);
    const kind = kindOf(path);
    const [seen, closely] = [timesSeen.get(kind) ?? 0, looked.get(kind) ?? 0];
    timesSeen.set(kind, seen + 1);
    const close = closely < closeLooks;
    if (close) looked.set(kind, closely + 1);

    const faults = await look(page, origin + path, close);
    wrong.push(...faults.map((fault) => `${path}: ${fault}`));
    for (const link of await linksOn(page, origin)) {
      if (!visited.includes(link)) waiting.add(link);
    }
  }
  return { visited, wrong: [...wrong, ...troubles] };
}

async function look(page: Page, url: string, close: boolean): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: widths.phone, height: 800 });
  const answer = await page.goto(url, { timeout: answerWithin }).catch((why: Error) => why);
  if (answer === null || answer instanceof Error) {
    // A file to keep, rather than a page, is fetched without leaving this page.
    const file = await page.request.get(url, { timeout: answerWithin });
    return file.status() === 200 ? [] : [`answered ${file.status()}`];
  }
  if (answer.status() !== 200) return [`answered ${answer.status()}`];
  if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) return [];

  const faults: string[] = [];
  const over = await overhang(page);
  if (over > 0) faults.push(`is ${over} pixels too wide for a window of ${widths.phone}`);
  if (!close) return faults;
  faults.push(...(await axeFaults(page)));
  await page.setViewportSize({ width: widths.desk, height: 800 });
  await page.emulateMedia({ colorScheme: "dark" });
  faults.push(...(await axeFaults(page, "colour")).map((fault) => `in the dark, ${fault.trim()}`));
  return faults;
}

/** Links to other pages of ours. What ends a visit is left alone: the walk would end with it. */
async function linksOn(page: Page, origin: string): Promise<string[]> {
  const links = await page.locator("a[href]:not([download])").evaluateAll((all) =>
    all.map((link) => (link as HTMLAnchorElement).href),
  );
  return links
    .filter((link) => URL.canParse(link) && new URL(link).origin === origin)
    .map(pathOf)
    .filter((path) => !/\b(leave|sign-out)\b/.test(path));
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** Two stories are one kind of page: ids, numbers and what was asked for are left out. */
function kindOf(path: string): string {
  const [pathname = "", asked] = path.split("?");
  const parts = pathname.split("/").map((part) => (/\d|^.{20,}$/.test(part) ? ":id" : part));
  const names = [...new URLSearchParams(asked ?? "").keys()].sort();
  return [parts.join("/"), ...names].join("?");
}

function leastFamiliar(waiting: Set<string>, timesSeen: Map<string, number>): string {
  const familiar = (path: string) => timesSeen.get(kindOf(path)) ?? 0;
  return [...waiting].reduce((best, path) => (familiar(path) < familiar(best) ? path : best));
}
