// The work of dev.rejoin.comparison.Workloads for systems in JavaScript and WebAssembly; prints the same lines.
//   node compare.mjs [--only NAME] [--no-small] [--limit MS] TRACE...
// A figure is the smaller of the CPU time of the process and the time on the clock, so that neither collector threads
// nor other processes count against a system.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const OPERATIONS = 20000;
const KEYS = 1000;
const CLIENTS = 1540;
const WARM_UP_RUNS = 60;
const RUNS = 7;
const MOST_RUNS = WARM_UP_RUNS + RUNS;

// Not by require: not every package lets its description be read so.
const version = (name) =>
  JSON.parse(readFileSync(new URL("node_modules/" + name + "/package.json", import.meta.url))).version;

const patchesOf = (patches, edit) => {
  for (const [position, deleted, inserted] of patches) edit(position, deleted, inserted);
};

// Each system gives copies of one document: texts for a trace, smalls for maps and sets. What it lacks is absent.
const systems = {
  async yjs() {
    const Y = await import("yjs");
    const make = (doc) => {
      const text = doc.getText("text");
      const map = doc.getMap("map");
      const set = doc.getMap("set");
      let update;
      const apply = (patches) =>
        patchesOf(patches, (position, deleted, inserted) => {
          if (deleted > 0) text.delete(position, deleted);
          if (inserted) text.insert(position, inserted);
        });
      const told = (work) => {
        const listener = (bytes) => (update = bytes);
        doc.on("update", listener);
        doc.transact(work);
        doc.off("update", listener);
        return update;
      };
      return {
        local: (patches) => doc.transact(() => apply(patches)),
        edit: (patches) => told(() => apply(patches)),
        receive: (message) => Y.applyUpdate(doc, message),
        content: () => text.toString(),
        saveState: () => Y.encodeStateAsUpdateV2(doc),
        put: (key, value) => told(() => map.set(key, value)),
        add: (element) => told(() => set.set(element, true)),
        doc,
      };
    };
    const copies = (number, start) => {
      const first = make(new Y.Doc());
      if (start) first.edit([[0, 0, start]]);
      const bytes = Y.encodeStateAsUpdate(first.doc);
      return [first].concat(
        Array.from({ length: number - 1 }, () => {
          const other = make(new Y.Doc());
          other.receive(bytes);
          return other;
        }),
      );
    };
    return {
      name: "Yjs " + version("yjs"),
      platform: "JavaScript",
      texts: copies,
      smalls: copies,
      loadState: (bytes) => {
        const doc = new Y.Doc();
        Y.applyUpdateV2(doc, bytes);
        return make(doc);
      },
    };
  },

  async loro() {
    const { LoroDoc } = await import("loro-crdt");
    const make = (doc) => {
      const text = doc.getText("text");
      const map = doc.getMap("map");
      const set = doc.getMap("set");
      const counter = doc.getCounter("counter");
      const apply = (patches) =>
        patchesOf(patches, (position, deleted, inserted) => {
          if (deleted > 0) text.delete(position, deleted);
          if (inserted) text.insert(position, inserted);
        });
      const told = (work) => {
        const before = doc.version();
        work();
        doc.commit();
        return doc.export({ mode: "update", from: before });
      };
      return {
        local: (patches) => {
          apply(patches);
          doc.commit();
        },
        edit: (patches) => told(() => apply(patches)),
        receive: (message) => doc.import(message),
        content: () => text.toString(),
        saveHistory: () => doc.export({ mode: "snapshot" }),
        saveState: () => doc.export({ mode: "shallow-snapshot", frontiers: doc.frontiers() }),
        put: (key, value) => told(() => map.set(key, value)),
        add: (element) => told(() => set.set(element, true)),
        increment: () => told(() => counter.increment(1)),
      };
    };
    const copies = (number, start) => {
      const first = make(new LoroDoc());
      const message = start ? first.edit([[0, 0, start]]) : null;
      return [first].concat(
        Array.from({ length: number - 1 }, () => {
          const other = make(new LoroDoc());
          if (message) other.receive(message);
          return other;
        }),
      );
    };
    const load = (bytes) => {
      const doc = new LoroDoc();
      doc.import(bytes);
      return make(doc);
    };
    return {
      name: "Loro " + version("loro-crdt"),
      platform: "JavaScript, Rust in WebAssembly",
      texts: copies,
      smalls: copies,
      loadHistory: load,
      loadState: load,
    };
  },

  async diamond() {
    const { Doc } = require("diamond-types-node");
    let agents = 0;
    const make = (doc) => {
      const apply = (patches) =>
        patchesOf(patches, (position, deleted, inserted) => {
          if (deleted > 0) doc.del(position, deleted);
          if (inserted) doc.ins(position, inserted);
        });
      return {
        local: apply,
        edit: (patches) => {
          const before = doc.getLocalVersion();
          apply(patches);
          return doc.getPatchSince(before);
        },
        receive: (message) => doc.mergeBytes(message),
        content: () => doc.get(),
        saveHistory: () => doc.toBytes(),
      };
    };
    return {
      name: "diamond-types " + version("diamond-types-node"),
      platform: "JavaScript, Rust in WebAssembly",
      texts: (number, start) => {
        const first = make(new Doc("agent" + agents++));
        const message = start ? first.edit([[0, 0, start]]) : null;
        return [first].concat(
          Array.from({ length: number - 1 }, () => {
            const other = make(new Doc("agent" + agents++));
            if (message) other.receive(message);
            return other;
          }),
        );
      },
      loadHistory: (bytes) => make(Doc.fromBytes(bytes, "agent" + agents++)),
    };
  },

  async joy() {
    const { Model } = require("json-joy/lib/json-crdt");
    const { Patch, s } = require("json-joy/lib/json-crdt-patch");
    const make = (model) => {
      const text = model.api.str(["text"]);
      const map = model.api.obj(["map"]);
      const set = model.api.obj(["set"]);
      const apply = (patches) =>
        patchesOf(patches, (position, deleted, inserted) => {
          if (deleted > 0) text.del(position, deleted);
          if (inserted) text.ins(position, inserted);
        });
      const told = (work) => {
        work();
        return model.api.flush().toBinary();
      };
      return {
        local: (patches) => {
          apply(patches);
          model.api.flush();
        },
        edit: (patches) => told(() => apply(patches)),
        receive: (message) => model.applyPatch(Patch.fromBinary(message)),
        content: () => text.view(),
        saveState: () => model.toBinary(),
        put: (key, value) => told(() => map.set({ [key]: s.con(value) })),
        add: (element) => told(() => set.set({ [element]: s.con(true) })),
      };
    };
    const copies = (number, start = "") => {
      const base = Model.create();
      base.api.root({ text: start, map: {}, set: {} });
      base.api.flush();
      return Array.from({ length: number }, () => make(base.fork()));
    };
    return {
      name: "json-joy " + version("json-joy"),
      platform: "JavaScript",
      texts: copies,
      smalls: copies,
      loadState: (bytes) => make(Model.fromBinary(bytes).fork()),
    };
  },

  async automerge() {
    const A = await import("@automerge/automerge");
    const make = (initial) => {
      let doc = initial;
      const told = (change) => {
        doc = A.change(doc, change);
        return A.getLastLocalChange(doc);
      };
      const apply = (draft, patches) =>
        patchesOf(patches, (position, deleted, inserted) =>
          A.splice(draft, ["text"], position, deleted, inserted),
        );
      return {
        local: (patches) => {
          doc = A.change(doc, (draft) => apply(draft, patches));
        },
        edit: (patches) => told((draft) => apply(draft, patches)),
        receive: (message) => {
          [doc] = A.applyChanges(doc, [message]);
        },
        content: () => doc.text,
        saveHistory: () => A.save(doc),
        put: (key, value) =>
          told((draft) => {
            draft.map[key] = value;
          }),
        add: (element) =>
          told((draft) => {
            draft.set[element] = true;
          }),
        increment: () => told((draft) => draft.counter.increment(1)),
      };
    };
    const copies = (number, start = "") => {
      const base = A.from({ text: start, map: {}, set: {}, counter: new A.Counter() });
      return Array.from({ length: number }, () => make(A.clone(base)));
    };
    return {
      name: "Automerge " + version("@automerge/automerge"),
      platform: "JavaScript, Rust in WebAssembly",
      texts: copies,
      smalls: copies,
      loadHistory: (bytes) => make(A.load(bytes)),
    };
  },
};

// ---------------------------------------------------------------------------------------------- times

function run(prepare, limit) {
  const { number, step } = prepare();
  const deadline = performance.now() + limit;
  const cpu = process.cpuUsage();
  const start = performance.now();
  let i = 0;
  while (i < number) {
    step(i++);
    if (i % 64 === 0 && performance.now() > deadline) break;
  }
  const wall = performance.now() - start;
  const used = process.cpuUsage(cpu);
  return { millis: Math.min(wall, (used.user + used.system) / 1000), done: number === 0 ? 1 : i / number };
}

function measure(prepare, limit) {
  const first = run(prepare, limit);
  if (first.done < 1) return first;
  let spent = first.millis;
  for (let i = 1; i < WARM_UP_RUNS && spent < 4000; i++) spent += run(prepare, limit).millis;
  const millis = [];
  spent = 0;
  while (millis.length < RUNS && (millis.length === 0 || spent < 6000)) {
    millis.push(run(prepare, limit).millis);
    spent += millis[millis.length - 1];
  }
  millis.sort((a, b) => a - b);
  const middle = millis.length >> 1;
  return { millis: millis.length % 2 ? millis[middle] : (millis[middle - 1] + millis[middle]) / 2, done: 1 };
}

// ---------------------------------------------------------------------------------------------- work

function readTrace(file) {
  const bytes = readFileSync(file);
  const trace = JSON.parse(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
  trace.name = basename(file).replace(/\.json(\.gz)?$/, "");
  trace.start = trace.startContent ?? "";
  trace.agents = trace.kind === "concurrent" ? trace.numAgents : 1;
  return trace;
}

/** What each author receives before each transaction: ancestors that it lacks, in the order of the file. */
function deliveries(trace) {
  if (trace.agents === 1) return trace.txns.map(() => []);
  const seen = Array.from({ length: trace.agents }, () => new Set());
  return trace.txns.map((txn, index) => {
    const known = seen[txn.agent];
    const lacking = new Set();
    const open = [...txn.parents];
    while (open.length > 0) {
      const parent = open.pop();
      if (known.has(parent) || lacking.has(parent)) continue;
      lacking.add(parent);
      open.push(...trace.txns[parent].parents);
    }
    lacking.forEach((one) => known.add(one));
    known.add(index);
    return [...lacking].sort((a, b) => a - b);
  });
}

function check(holds, what) {
  if (!holds) throw new Error(what);
}

// Of two inserts at one place every system has an order of its own, so a session of several authors may end otherwise
// than the file says: that is told, and no reason to stop. One author's text is what it is.
function checkEnd(system, trace, content) {
  if (content === trace.endContent) return;
  check(trace.agents > 1 && content.length === trace.endContent.length, trace.name + ": another text at the end");
  console.error(system.name + ", " + trace.name + ": concurrent inserts stand in another order than in the file");
}

function compareText(system, trace, limit, figure) {
  const wide = [...trace.txns.flatMap((txn) => txn.patches.map((patch) => patch[2])), trace.start].some((text) =>
    /[\ud800-\udfff]/.test(text),
  );
  if (wide) {
    console.error(trace.name + ": has characters beyond the basic plane, not compared");
    return;
  }
  const plan = deliveries(trace);
  const authorOf = (i) => trace.txns[i].agent ?? 0;
  const millis = (what, result) => figure(trace.name, what, "ms", result.millis, result.done);
  if (trace.agents === 1) {
    const all = trace.txns.flatMap((txn) => txn.patches);
    millis("local, one transaction", measure(() => {
      const [text] = system.texts(1, trace.start);
      return { number: 1, step: () => text.local(all) };
    }, limit));
  }
  const session = (copies, messages) => (i) => {
    const author = copies[authorOf(i)];
    for (const received of plan[i]) author.receive(messages[received]);
    messages.push(author.edit(trace.txns[i].patches));
  };
  const live = measure(
    () => ({ number: trace.txns.length, step: session(system.texts(trace.agents, trace.start), []) }),
    limit,
  );
  millis("live, a message each", live);
  if (live.done < 1) return;
  const copies = system.texts(trace.agents + MOST_RUNS + 1, trace.start);
  const messages = [];
  const make = session(copies, messages);
  for (let i = 0; i < trace.txns.length; i++) make(i);
  figure(trace.name, "message, mean", "bytes", messages.reduce((sum, one) => sum + one.length, 0) / messages.length, 1);
  const fresh = copies.slice(trace.agents);
  let reader;
  const remote = measure(() => {
    reader = fresh.shift();
    return { number: messages.length, step: (i) => reader.receive(messages[i]) };
  }, limit);
  millis("remote, one by one", remote);
  if (remote.done < 1) return;
  const content = reader.content();
  checkEnd(system, trace, content);
  for (const [what, save, load] of [
    ["history", reader.saveHistory, system.loadHistory],
    ["state", reader.saveState, system.loadState],
  ]) {
    if (!save) continue;
    const saved = save();
    figure(trace.name, "saved " + what, "bytes", saved.length, 1);
    millis("text read from saved " + what, measure(() => ({
      number: 1,
      step: () => check(load(saved).content() === content, "another text was loaded"),
    }), limit));
  }
}

function compareSmall(system, limit, figure) {
  const work = {
    "map of 1,000 keys": ["put", (small, i) => small.put("key" + (i % KEYS), "value" + i)],
    counter: ["increment", (small) => small.increment()],
    "set of 10,000": ["add", (small, i) => small.add("element" + (i % (OPERATIONS / 2)))],
  };
  for (const [subject, [method, operation]] of Object.entries(work)) {
    if (!system.smalls || !system.smalls(1)[0][method]) continue;
    const each = (what, result) =>
      figure(subject, what, "us each", (1000 * result.millis) / (OPERATIONS * result.done), result.done);
    each("live, a message each", measure(() => {
      const [small] = system.smalls(1);
      return { number: OPERATIONS, step: (i) => operation(small, i) };
    }, limit));
    const copies = system.smalls(MOST_RUNS + 2);
    const messages = [];
    for (let i = 0; i < OPERATIONS; i++) messages.push(operation(copies[0], i));
    figure(subject, "message, mean", "bytes", messages.reduce((sum, one) => sum + one.length, 0) / OPERATIONS, 1);
    const fresh = copies.slice(1);
    each("merged, one by one", measure(() => {
      const small = fresh.shift();
      return { number: OPERATIONS, step: (i) => small.receive(messages[i]) };
    }, limit));
  }
}

function compareClients(system, limit, figure) {
  const clients = (what, make, edit) => {
    const copies = make(CLIENTS + MOST_RUNS + 1);
    const messages = copies.slice(0, CLIENTS).map(edit);
    const fresh = copies.slice(CLIENTS);
    const result = measure(() => {
      const reader = fresh.shift();
      return { number: CLIENTS, step: (i) => reader.receive(messages[i]) };
    }, limit);
    figure("1,540 clients", what, "ms", result.millis, result.done);
  };
  if (system.smalls) clients("each sets one key", system.smalls, (copy, i) => copy.put("key", "value" + i));
  if (system.texts) clients("each types at one place", system.texts, (copy) => copy.edit([[0, 0, "x"]]));
}

// ---------------------------------------------------------------------------------------------- command line

const options = { only: null, small: true, limit: 20000, files: [] };
for (let i = 2; i < process.argv.length; i++) {
  const argument = process.argv[i];
  if (argument === "--only") options.only = process.argv[++i];
  else if (argument === "--limit") options.limit = Number(process.argv[++i]);
  else if (argument === "--no-small") options.small = false;
  else options.files.push(argument);
}
if (options.only === null) {
  for (const name of Object.keys(systems)) {
    const passed = process.argv.slice(2);
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--only", name, ...passed], { stdio: "inherit" });
  }
} else {
  const system = await systems[options.only]();
  const figure = (subject, measure, unit, value, done) => {
    const line = { system: system.name, platform: system.platform, subject, measure, unit, value: Number(value.toFixed(4)) };
    if (done < 1) line.done = Number(done.toFixed(4));
    console.log(JSON.stringify(line));
  };
  for (const file of options.files) compareText(system, readTrace(file), options.limit, figure);
  if (options.small) {
    compareSmall(system, options.limit, figure);
    compareClients(system, options.limit, figure);
  }
}
