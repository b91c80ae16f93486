// Makes webapp/static/vendor: the editor's bundle, htmx, and the licences of all that is inside.
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "..", "..", "webapp", "static", "vendor");
const modules = join(here, "node_modules");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/editor.js"],
  outfile: join(vendor, "codemirror.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: ["chrome110", "safari16"],
  legalComments: "none",
  metafile: true,
  charset: "utf8",
  banner: {
    js: "/*! CodeMirror 6 and Lezer, MIT licence, with Quietleaf's editor; texts in LICENSES.txt */",
  },
});

copyFileSync(join(here, "src", "codemirror.d.ts"), join(vendor, "codemirror.d.ts"));

const inside = new Set(["htmx.org"]);
for (const path of Object.keys(Object.values(result.metafile.outputs)[0].inputs)) {
  const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/);
  if (found) inside.add(found[1]);
}

const htmx = readFileSync(join(modules, "htmx.org", "dist", "htmx.min.js"), "utf8").trimEnd();
const version = (name) =>
  JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
writeFileSync(
  join(vendor, "htmx.js"),
  `/*! htmx ${version("htmx.org")}, Zero-Clause BSD licence; text in LICENSES.txt */\n${htmx}\n`,
);

const texts = [...inside].sort().map((name) => {
  const folder = join(modules, name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file`);
  const text = readFileSync(join(folder, file), "utf8").trim();
  return `${"=".repeat(78)}\n${name} ${version(name)}\n${"=".repeat(78)}\n\n${text}\n`;
});
writeFileSync(
  join(vendor, "LICENSES.txt"),
  `What stands in this folder, and under which licence.\n\n${texts.join("\n")}`,
);
console.log([...inside].sort().join("\n"));
