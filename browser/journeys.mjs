// Compiles the journeys and runs them. Names given on the command line choose among them:
// `npm run journeys -- demo` runs journeys/demo.test.ts alone.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "dist", "journeys");
const chosen = process.argv.slice(2);

const journeys = readdirSync(join(here, "journeys"))
  .filter((name) => name.endsWith(".test.ts"))
  .filter((name) => chosen.length === 0 || chosen.includes(name.replace(".test.ts", "")))
  .sort();
if (journeys.length === 0) {
  console.error(`There is no journey called ${chosen.join(" or ")} in browser/journeys.`);
  process.exit(1);
}

rmSync(built, { recursive: true, force: true });
await build({
  entryPoints: journeys.map((name) => join(here, "journeys", name)),
  outdir: built,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});

// Two at once: each has a server and a browser of its own, and two cores are what we promise for.
const compiled = journeys.map((name) => join(built, name.replace(/\.ts$/, ".mjs")));
const run = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-concurrency=2", "--test-reporter=spec", ...compiled],
  { stdio: ["ignore", "inherit", "inherit"] },
);
process.exit(run.status ?? 1);
