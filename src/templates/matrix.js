"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const make = (name, text, attributes = {}) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
// Names as code, for `append`; text of the blueprint only ever becomes text.
const code = (...names) =>
  names.length ? names.flatMap((name, index) => [index ? ", " : "", make("code", name)]) : [data.no_scope];
const line = (name, parts, attributes) => {
  const element = make(name, undefined, attributes);
  element.append(...parts);
  return element;
};

const methodsOf = (route) => (route.key === "$default" ? ["$default"] : [route.key.split(" ")[0]]);

// Filters.
const chosen = { route: "", method: "", caller: "", public: false };
let routes = [];
let callers = [];

const filter = () => {
  const has = (text, part) => text.toLowerCase().includes(part.toLowerCase());
  routes = data.routes.filter(
    (route) =>
      has(route.key, chosen.route) &&
      (!chosen.method || methodsOf(route).includes(chosen.method)) &&
      (!chosen.public || route.access === "public"),
  );
  callers = data.callers
    .map((caller, index) => ({ ...caller, index }))
    .filter((caller) => has(caller.name, chosen.caller));
  const open = routes.filter((route) => route.access === "public").length;
  const token = data.token ? ` Callers send the ${data.token === "id" ? "ID" : "access"} token.` : "";
  byId("summary").textContent =
    `${routes.length} of ${data.routes.length} routes (${open} public), ` +
    `${callers.length} of ${data.callers.length} callers.${token}`;
  drawTable();
  drawGraph();
};

const basisOf = (route, caller) => {
  const [decision, phrase] = data.bases[route.cells[caller.index]];
  return { decision, phrase };
};

// Why a cell is as it is, as parts for `append`.
const reason = (route, caller) => {
  const { phrase } = basisOf(route, caller);
  const scope = route.scopes.find((name) => caller.scopes.includes(name));
  const fillings = { held: code(...caller.scopes), wanted: code(...route.scopes), scope: scope ? code(scope) : [data.no_scope] };
  // Every other part is the name of a filling.
  const parts = phrase.split(/\{(\w+)\}/).flatMap((part, index) => (index % 2 ? fillings[part] : [part]));
  if (scope && caller.kind === "user") {
    const through = caller.groups.filter((name) =>
      data.callers.some((other) => other.name === `group:${name}` && other.scopes.includes(scope)),
    );
    if (through.length) parts.push(" through ", ...code(...through));
  }
  return parts;
};

// What a route requires, as parts for `append`.
const access = (route) => {
  if (route.reason) return [`public: ${route.reason}`];
  return route.access === "token" && route.scopes.length ? code(...route.scopes) : [route.asks];
};

// Table: a grid of which one cell at a time can be reached by Tab.
let focus = [0, 0];
const drawTable = () => {
  const table = byId("matrix");
  const head = make("thead");
  const row = make("tr");
  row.append(make("th", "Route", { scope: "col" }));
  for (const caller of callers) row.append(make("th", caller.name, { scope: "col" }));
  row.append(make("th", "Access", { scope: "col" }));
  head.append(row);
  const body = make("tbody");
  routes.forEach((route, y) => {
    const row = make("tr", undefined, route.access === "public" ? { class: "open" } : {});
    row.append(make("th", route.key, { scope: "row" }));
    callers.forEach((caller, x) => {
      const { decision } = basisOf(route, caller);
      const cell = make("td", decision, { class: decision, tabindex: "-1" });
      cell.dataset.at = `${y} ${x}`;
      row.append(cell);
    });
    row.append(line("td", access(route), { class: "access" }));
    body.append(row);
  });
  table.replaceChildren(head, body);
  focus = [0, 0];
  cellAt(...focus)?.setAttribute("tabindex", "0");
  // A cell that gets the focus scrolls clear of the headers.
  const [scroller, corner] = [table.parentElement, head.rows[0].cells[0]];
  scroller.style.scrollPadding = `${corner.offsetHeight}px 0 0 ${corner.offsetWidth}px`;
};

const cellAt = (y, x) => byId("matrix").tBodies[0]?.rows[y]?.cells[x + 1];

const show = (y, x) => {
  const [route, caller] = [routes[y], callers[x]];
  for (const cell of document.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
  cellAt(y, x).setAttribute("aria-selected", "true");
  const { decision } = basisOf(route, caller);
  const facts = make("ul");
  const fact = (...parts) => facts.append(line("li", parts));
  if (caller.groups.length) fact("Groups: ", ...code(...caller.groups), ".");
  const roles = caller.groups.length
    ? data.callers.filter((other) => caller.groups.some((name) => other.name === `group:${name}`)).flatMap((group) => group.roles)
    : caller.roles;
  for (const role of new Set(roles)) fact("Role ", ...code(role), " grants ", ...code(...(data.roles[role] ?? [])), ".");
  if (route.access === "token") {
    const one = route.scopes.length > 1 ? "one of " : "";
    const clients = route.clients.length ? [" It accepts tokens issued to ", ...code(...route.clients), "."] : [];
    fact("The route requires ", one, ...(route.scopes.length ? code(...route.scopes) : ["any token"]), ".", ...clients);
  }
  if (route.reason) fact(`Public: ${route.reason}.`);
  const words = [...code(route.key), " as ", ...code(caller.name), ": ", make("strong", decision), ": ", ...reason(route, caller), "."];
  byId("why").replaceChildren(byId("why-title"), line("p", words, { id: "reason" }), facts);
};

const move = (y, x) => {
  const next = cellAt(y, x);
  if (!next || x < 0 || x >= callers.length) return;
  cellAt(...focus)?.setAttribute("tabindex", "-1");
  focus = [y, x];
  next.setAttribute("tabindex", "0");
  next.focus();
};

byId("matrix").addEventListener("click", (event) => {
  const at = event.target.closest("td[data-at]")?.dataset.at.split(" ").map(Number);
  if (at) {
    move(...at);
    show(...at);
  }
});
byId("matrix").addEventListener("keydown", (event) => {
  const [y, x] = focus;
  const moves = {
    ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1],
    Home: [y, 0], End: [y, callers.length - 1],
    PageUp: [Math.max(0, y - 10), x], PageDown: [Math.min(routes.length - 1, y + 10), x],
  };
  if (event.key === "Enter" || event.key === " ") show(y, x);
  else if (moves[event.key]) move(...moves[event.key]);
  else return;
  event.preventDefault();
});

// Graph: group, role, scope, route, each a column.
const MOST_NODES = 400;
const drawGraph = () => {
  const columns = [new Map(), new Map(), new Map(), new Map()];
  const edges = new Set();
  const node = (column, name) => {
    if (!columns[column].has(name)) columns[column].set(name, { column, name });
    return `${column} ${name}`;
  };
  const join = (from, to) => edges.add(JSON.stringify([from, to]));
  const wanted = new Set(routes.flatMap((route) => route.scopes));
  for (const caller of callers) {
    for (const role of caller.roles) {
      const grants = (data.roles[role] ?? []).filter((scope) => wanted.has(scope));
      // A scope that represents several others is held without being granted.
      const whole = caller.scopes.filter((scope) => wanted.has(scope) && !grants.includes(scope));
      for (const scope of grants) join(node(1, role), node(2, scope));
      if (grants.length) join(node(0, caller.name), node(1, role));
      for (const scope of whole) if (caller.roles.every((role) => !(data.roles[role] ?? []).includes(scope))) join(node(0, caller.name), node(2, scope));
    }
  }
  for (const route of routes) {
    const at = node(3, route.key);
    if (route.access === "token" && route.scopes.length) for (const scope of route.scopes) join(node(2, scope), at);
    else join(node(2, route.access === "public" ? "anyone" : route.asks), at);
  }
  const svg = byId("graph");
  const count = columns.reduce((sum, column) => sum + column.size, 0);
  byId("graph-hint").textContent =
    count > MOST_NODES ? `${count} names are too many to draw. Filter routes or callers above.` : "Select a name to follow its paths.";
  svg.replaceChildren();
  svg.parentElement.hidden = count > MOST_NODES || count === 0;
  if (svg.parentElement.hidden) return;
  const draw = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  // From the routes leftwards, names stand at the height of what they lead to.
  const places = new Map([...columns[3].keys()].map((name, index) => [`3 ${name}`, index]));
  for (const column of [2, 1, 0]) {
    const targets = new Map([...columns[column].keys()].map((name) => [`${column} ${name}`, []]));
    for (const edge of edges) {
      const [from, to] = JSON.parse(edge);
      targets.get(from)?.push(places.get(to));
    }
    const mean = (key) => targets.get(key).reduce((sum, place) => sum + place, 0) / targets.get(key).length;
    const sorted = [...columns[column]].map(([name, node]) => [mean(`${column} ${name}`), name, node]).sort((a, b) => a[0] - b[0]);
    columns[column] = new Map(sorted.map(([, name, node]) => [name, node]));
    sorted.forEach(([, name], index) => places.set(`${column} ${name}`, (index * columns[3].size) / sorted.length));
  }
  const pen = make("canvas").getContext("2d");
  pen.font = "12px ui-monospace, monospace";
  const widths = columns.map((column) => Math.max(60, ...[...column.keys()].map((name) => pen.measureText(name).width)) + 16);
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width + 90, 10));
  columns.forEach((column) => [...column.values()].forEach((node, index) => Object.assign(node, { x: lefts[node.column], y: 10 + index * 30, width: widths[node.column] })));
  const find = (key) => columns[Number(key[0])].get(key.slice(2));
  const paths = [...edges].map((edge) => {
    const [from, to] = JSON.parse(edge);
    const [a, b] = [find(from), find(to)];
    const [x1, y1, x2, y2] = [a.x + a.width, a.y + 11, b.x, b.y + 11];
    const middle = (x1 + x2) / 2;
    const path = draw("path", { d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` });
    svg.append(path);
    return { from, to, path };
  });
  const groups = new Map();
  columns.forEach((column, index) => {
    for (const { name, x, y, width } of column.values()) {
      const group = draw("g", { class: "node", tabindex: "0", role: "button", "aria-label": name });
      group.append(draw("rect", { x, y, width, height: 22, rx: 5 }));
      const text = draw("text", { x: x + 8, y: y + 15 });
      text.textContent = name;
      group.append(text);
      const key = `${index} ${name}`;
      groups.set(key, group);
      const follow = () => {
        const on = new Set([key]);
        const walk = (near, far) => {
          const seen = new Set([key]);
          for (const at of seen) for (const path of paths) if (path[near] === at) { seen.add(path[far]); on.add(path[far]); }
        };
        walk("from", "to");
        walk("to", "from");
        for (const [other, element] of groups) { element.classList.toggle("on", on.has(other)); element.classList.toggle("off", !on.has(other)); }
        for (const { from, to, path } of paths) { const both = on.has(from) && on.has(to); path.classList.toggle("on", both); path.classList.toggle("off", !both); }
      };
      group.addEventListener("click", follow);
      group.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        follow();
        event.preventDefault();
      });
      svg.append(group);
    }
  });
  svg.setAttribute("width", lefts[3] + widths[3] + 10);
  svg.setAttribute("height", Math.max(...columns.map((column) => column.size)) * 30 + 10);
};

for (const method of new Set(data.routes.flatMap(methodsOf))) byId("method").append(make("option", method, { value: method }));
const form = byId("filters");
form.addEventListener("input", (event) => {
  const { id, type, checked, value } = event.target;
  chosen[id] = type === "checkbox" ? checked : value;
  filter();
});
form.addEventListener("reset", () => {
  Object.assign(chosen, { route: "", method: "", caller: "", public: false });
  filter();
});
form.addEventListener("submit", (event) => event.preventDefault());
filter();
