"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const make = (name, text, attributes = {}) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const code = (names) => (names.length ? names.map((name) => `\`${name}\``).join(", ") : data.no_scope);

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
  const token = data.token ? `callers send the ${data.token === "id" ? "ID" : "access"} token` : "no identity";
  byId("summary").textContent =
    `${routes.length} of ${data.routes.length} routes, ${open} public, ` +
    `${callers.length} of ${data.callers.length} callers; ${token}.`;
  drawTable();
  drawGraph();
};

const basisOf = (route, caller) => {
  const [decision, phrase] = data.bases[route.cells[caller.index]];
  return { decision, phrase };
};

// Why a cell is as it is, in words.
const reason = (route, caller) => {
  const { phrase } = basisOf(route, caller);
  const scope = route.scopes.find((name) => caller.scopes.includes(name));
  const fillings = { held: code(caller.scopes), wanted: code(route.scopes), scope: code(scope ? [scope] : []) };
  let text = phrase.replace(/\{(\w+)\}/g, (_, place) => fillings[place]);
  if (scope && caller.kind === "user") {
    const through = caller.groups.filter((name) =>
      data.callers.some((other) => other.name === `group:${name}` && other.scopes.includes(scope)),
    );
    if (through.length) text += ` through ${code(through)}`;
  }
  return text;
};

// Table: a grid of which one cell at a time can be reached by Tab.
let focus = [0, 0];
const drawTable = () => {
  const table = byId("matrix");
  const head = make("thead");
  const row = make("tr");
  row.append(make("th", "Route", { scope: "col" }));
  for (const caller of callers) row.append(make("th", caller.name, { scope: "col" }));
  row.append(make("th", "Asks for", { scope: "col" }));
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
    row.append(make("td", route.reason ? `public: ${route.reason}` : route.asks, { class: "asks" }));
    body.append(row);
  });
  table.replaceChildren(head, body);
  focus = [0, 0];
  cellAt(...focus)?.setAttribute("tabindex", "0");
};

const cellAt = (y, x) => byId("matrix").tBodies[0]?.rows[y]?.cells[x + 1];

const show = (y, x) => {
  const [route, caller] = [routes[y], callers[x]];
  for (const cell of document.querySelectorAll("[aria-selected]")) cell.removeAttribute("aria-selected");
  cellAt(y, x).setAttribute("aria-selected", "true");
  const { decision } = basisOf(route, caller);
  const facts = make("ul");
  const fact = (text) => facts.append(make("li", text));
  if (caller.groups.length) fact(`Groups: ${code(caller.groups)}.`);
  const roles = caller.groups.length
    ? data.callers.filter((other) => caller.groups.some((name) => other.name === `group:${name}`)).flatMap((group) => group.roles)
    : caller.roles;
  for (const role of new Set(roles)) fact(`Role \`${role}\` grants ${code(data.roles[role] ?? [])}.`);
  if (route.access === "token") fact(`The route asks for ${route.scopes.length ? code(route.scopes) : "any token"} and accepts the app clients ${code(route.clients)}.`);
  if (route.reason) fact(`Public: ${route.reason}.`);
  byId("why").replaceChildren(
    byId("why-title"),
    make("p", `${route.key} as ${caller.name}: ${decision}: ${reason(route, caller)}.`, { id: "reason" }),
    facts,
  );
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
      // A scope that stands for several is held without being granted.
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
  byId("graph-hint").textContent = count > MOST_NODES ? `${count} names are too many to draw: filter routes or callers above.` : "Choose a name to follow its paths.";
  svg.replaceChildren();
  if (count > MOST_NODES) return svg.setAttribute("height", "0");
  const draw = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const widths = columns.map((column) => Math.max(8, ...[...column.keys()].map((name) => name.length)) * 7.4 + 16);
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width + 90, 10));
  columns.forEach((column) => [...column.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).forEach((node, index) => Object.assign(node, { x: lefts[node.column], y: 10 + index * 30, width: widths[node.column] })));
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
      group.addEventListener("keydown", (event) => { if (event.key === "Enter") follow(); });
      svg.append(group);
    }
  });
  svg.setAttribute("width", lefts[3] + widths[3] + 10);
  svg.setAttribute("height", Math.max(...columns.map((column) => column.size)) * 30 + 10);
};

for (const method of [...new Set(data.routes.flatMap(methodsOf))].sort()) byId("method").append(make("option", method, { value: method }));
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
