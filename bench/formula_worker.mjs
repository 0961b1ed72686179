// One engine of Node, formulas on standard input in chunks -> CPU nanoseconds of each, as formula_worker.py does it.
// `node formula_worker.mjs ENGINE`; tex2typst also answers what it made, for typst. The clock is the process's,
// user and system: V8's compiler and collector threads count.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const SIZE_PX = 26;

const ENGINES = {
  async tex2typst() {
    const { tex2typst } = await import("tex2typst");
    return (tex) => tex2typst(tex);
  },
  async katex() {
    const katex = require("katex");
    return (tex, displayMode) =>
      katex.renderToString(tex, { displayMode, output: "html", throwOnError: true, strict: "ignore" });
  },
  async mathjax() {
    const MathJax = require("mathjax");
    await MathJax.init({
      loader: { load: ["input/tex", "output/svg"] },
      tex: { packages: { "[-]": ["noundefined", "noerrors"] } },
      startup: { typeset: false },
    });
    await MathJax.startup.document.outputJax.font.loadDynamicFiles();
    const adaptor = MathJax.startup.adaptor;
    return async (tex, display) => {
      const svg = adaptor.outerHTML(await MathJax.tex2svgPromise(tex, { display, em: SIZE_PX }));
      if (svg.includes("data-mjx-error")) throw new Error("refused");
      return svg;
    };
  },
};

function spentSince(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) * 1000;
}

async function timed(work, tex, display) {
  const start = process.cpuUsage();
  try {
    const result = await work(tex, display);
    return [spentSince(start), result];
  } catch {
    return [null, null];
  }
}

function clockCost() {
  const start = process.cpuUsage();
  for (let i = 0; i < 10000; i++) process.cpuUsage(start);
  return Math.round(spentSince(start) / 10000);
}

const name = process.argv[2];
const work = await ENGINES[name]();
const versions = { node: process.versions.node, [name]: require(`./node_modules/${name}/package.json`).version };
const answer = (value) => process.stdout.write(JSON.stringify(value) + "\n");
answer({ versions, clock: "Node", clock_costs_ns: clockCost(), clock_ns: 1000 });
for await (const line of createInterface({ input: process.stdin })) {
  const results = [];
  for (const item of JSON.parse(line)) results.push(item === null ? [null, null] : await timed(work, ...item));
  const reply = { ns: results.map(([spent]) => spent) };
  if (name === "tex2typst") reply.made = results.map(([, made]) => made);
  answer(reply);
}
