/** Builds the page into built/: one script and one sheet, named by their content, and whose work is in them. */

import { readFile, rm, writeFile, mkdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "built");
const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

await rm(out, { recursive: true, force: true });
await mkdir(out);
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/page.js", "src/page.css"],
  outdir: "built",
  entryNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none", // whole in licences.txt
  metafile: true,
  logLevel: "warning",
});
const named = (kind) => basename(Object.keys(metafile.outputs).find((name) => name.endsWith(kind)));
const page = await readFile(join(here, "src/index.html"), "utf8");
await writeFile(join(out, "index.html"), page.replace("SCRIPT", named(".js")).replace("SHEET", named(".css")));
await writeFile(join(out, "licences.txt"), (await Promise.all(packages().map(licence))).join("\n"));

/** The packages of which anything is in the script. */
function packages() {
  const found = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
    .map((name) => PACKAGE.exec(name)?.[1]).filter(Boolean);
  return [...new Set(found)].sort();
}

async function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const text = await readFile(join(folder, "LICENSE"), "utf8").catch(() => "");
  return `${name} ${version} (${license})\n\n${text}\n`;
}
