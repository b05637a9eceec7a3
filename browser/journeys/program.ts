// Starting the program as anybody would: as a child process with a fresh folder and a free port.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** The top of the project, from browser/dist/journeys, where the compiled journeys run. */
export const project = resolve(import.meta.dirname, "..", "..", "..");

/** A debug build on a busy machine may take its time; a program that hangs must still be noticed. */
const startWithin = 60_000;
/** The program promises to drain within ten seconds; past that it is ended outright. */
const stopWithin = 12_000;

/** One member of the demo's cast, as `understory demo --json` names them. */
export interface Member {
  name: string;
  role: string;
  /** The one-time link that a mail would carry. */
  sign_in: string;
}

/** A running program. */
export interface Place {
  /** Where it is, such as `http://127.0.0.1:40001`, with no slash at the end. */
  url: string;
  /** The folder it keeps everything in; for the demo, the folder it was started in. */
  folder: string;
  /** Everything it has said so far, for when something fails. */
  said(): string;
  /** Asks it to stop, waits until it has, and removes the folder unless told to keep it. */
  stop(options?: { keepFolder?: boolean }): Promise<void>;
}

/** The demo, with its people. */
export interface Demo extends Place {
  cast: Member[];
}

/** A place nobody has named yet. */
export interface NewPlace extends Place {
  /** The one-time link printed for whoever opens the place. A folder with a place prints none. */
  link(): Promise<string>;
}

/** Starts `understory demo` and waits until it is ready. */
export async function demo(): Promise<Demo> {
  const started = await start((listen) => ["demo", "--listen", listen, "--json"]);
  const line = await started.line((said) => said.startsWith("{"));
  const told: unknown = JSON.parse(line);
  if (!isDemoLine(told)) {
    throw new Error(`The demo's line was not as agreed: ${line}`);
  }
  await started.ready();
  return { ...started.place, url: told.url.replace(/\/$/, ""), cast: told.cast };
}

/** Starts `understory serve` over `folder`, or over a fresh one, and waits until it is ready. */
export async function serve(folder?: string, ...more: string[]): Promise<NewPlace> {
  return served(folder ?? (await freshFolder()), () => more);
}

/**
 * The same over a fresh folder, reached by this computer's name: browsers have no passkeys for a
 * place that is known by a number alone.
 */
export async function serveByName(): Promise<NewPlace> {
  const named = (listen: string) => `http://localhost:${listen.split(":").at(-1)}`;
  const place = await served(await freshFolder(), (listen) => ["--public-url", named(listen)]);
  return { ...place, url: named(place.url) };
}

async function served(data: string, more: (listen: string) => string[]): Promise<NewPlace> {
  const started = await start(
    (listen) => ["serve", "--data", data, "--listen", listen, ...more(listen)],
    data,
  );
  await started.ready();
  const address = /https?:\/\/[^\s"]+\/[\w-]{16,}/;
  const link = async () => address.exec(await started.line((said) => address.test(said)))?.[0] ?? "";
  return { ...started.place, link };
}

/** A new empty folder. */
export function freshFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "understory-journey-"));
}

/** The program under test. */
export function binary(): string {
  const path = process.env["UNDERSTORY_BINARY"] ?? join(project, "target", "debug", "understory");
  if (!existsSync(path)) {
    throw new Error(`There is no program at ${path}. Run: cargo build --workspace --bins`);
  }
  return path;
}

interface Started {
  place: Place;
  line(wanted: (said: string) => boolean): Promise<string>;
  ready(): Promise<void>;
}

async function start(words: (listen: string) => string[], data?: string): Promise<Started> {
  const folder = data ?? (await freshFolder());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary(), words(`127.0.0.1:${port}`), {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: folder, TMPDIR: tmpdir(), LANG: "C.UTF-8" },
  });
  // However this process ends, the program must not stay behind.
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);

  const said: string[] = [];
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (text) => {
      said.push(text);
      if (stream === child.stdout) lines.push(text);
      for (const tell of listeners) tell();
    });
  }
  child.once("exit", () => {
    for (const tell of listeners) tell();
  });
  const gone = () => child.exitCode !== null || child.signalCode !== null;
  const complain = (what: string) =>
    new Error(`${what}\nThe program had said:\n${said.join("\n") || "(nothing)"}`);

  return {
    place: {
      url,
      folder,
      said: () => said.join("\n"),
      stop: async (options = {}) => {
        await stop(child);
        process.removeListener("exit", end);
        if (!options.keepFolder) await rm(folder, { recursive: true, force: true });
      },
    },
    line: (wanted) =>
      new Promise((found, failed) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          listeners.delete(look);
          act();
        };
        const look = () => {
          const line = lines.find(wanted);
          if (line !== undefined) settle(() => found(line));
          else if (gone()) settle(() => failed(complain("The program ended before it was ready.")));
        };
        const late = () => settle(() => failed(complain("The program did not print its line.")));
        const timer = setTimeout(late, startWithin);
        listeners.add(look);
        look();
      }),
    ready: async () => {
      const until = Date.now() + startWithin;
      while (Date.now() < until) {
        if (gone()) throw complain("The program ended before it was ready.");
        const answer = await fetch(`${url}/ready`).catch(() => undefined);
        if (answer?.ok) return;
        await new Promise((wake) => setTimeout(wake, 50));
      }
      throw complain("The program was not ready in time.");
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopWithin);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => found(port));
    });
  });
}

function isDemoLine(told: unknown): told is { url: string; cast: Member[] } {
  if (typeof told !== "object" || told === null) return false;
  const { url, cast } = told as { url?: unknown; cast?: unknown };
  return typeof url === "string" && Array.isArray(cast) && cast.every(isMember);
}

function isMember(told: unknown): told is Member {
  if (typeof told !== "object" || told === null) return false;
  const { name, role, sign_in } = told as Record<string, unknown>;
  return [name, role, sign_in].every((word) => typeof word === "string");
}
