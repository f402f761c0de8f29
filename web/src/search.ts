import { attributesOf } from "./document";
import { byId, h, visible, words } from "./dom";
import { goTo } from "./focus";
import type { GraphNode } from "./model";
import type { State } from "./state";

const mostListed = 60, mostMarked = 500;

/** Finds nodes by label, id, type, note or what is known of them; the list of hits is also the list of all nodes, for those who use no mouse. */
export function startSearch(state: State): void {
  const input = byId<HTMLInputElement>("search"), list = byId("hits"), counter = byId("hit-count");
  const texts = new Map<string, string>();
  let hits: GraphNode[] = [], at = -1;

  const textOf = (node: GraphNode): string => {
    let text = texts.get(node.key);
    if (text === undefined)
      texts.set(node.key, text = [node.name, node.id, node.type, words(node.type), node.note ?? "", node.provenance ?? "", JSON.stringify(attributesOf(state.document, node))].join("\n").toLowerCase());
    return text;
  };
  const rank = (node: GraphNode, query: string): number => (node.name.toLowerCase().includes(query) || node.id.includes(query) ? 1e6 : 0) + node.links.length;

  const find = (): void => {
    const query = input.value.trim().toLowerCase();
    hits = [...state.model.nodes.values()].filter(node => state.passes(node) && (query === "" || textOf(node).includes(query)));
    hits.sort((a, b) => rank(b, query) - rank(a, query));
    at = -1;
    show(query);
  };
  const show = (query: string): void => {
    counter.textContent = query === "" ? "" : `${at < 0 ? "" : `${at + 1}/`}${hits.length}`;
    for (const id of ["hit-previous", "hit-next"]) byId<HTMLButtonElement>(id).disabled = hits.length === 0 || query === "";
    state.cy.batch(() => {
      state.cy.elements(".hit").removeClass("hit");
      if (query !== "" && hits.length <= mostMarked) for (const node of hits) state.cy.getElementById(state.standIn(node)).addClass("hit");
    });
    const first = Math.max(0, Math.min(at - mostListed + 5, hits.length - mostListed));
    const rows = hits.slice(first, first + mostListed).map((node, i) => h("li", {
      "role": "option", "id": `hit-${first + i}`, "aria-selected": String(first + i === at), "pointerdown": event => {
        event.preventDefault();
        step(first + i);
        close();
      },
    }, h("span", { class: `dot ${node.verdict}` }), h("span", { class: "name" }, visible(node.name)), h("span", { class: "kind" }, words(node.type))));
    if (hits.length > mostListed) rows.push(h("li", { class: "more", role: "presentation" }, `and ${(hits.length - mostListed).toLocaleString("en")} more`));
    if (hits.length === 0) rows.push(h("li", { class: "more", role: "presentation" }, "Nothing found among what is shown"));
    list.replaceChildren(...rows);
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `hit-${at}`);
      document.getElementById(`hit-${at}`)?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const open = (): void => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const close = (): void => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const step = (to: number): void => {
    if (hits.length === 0) return;
    at = (to + hits.length) % hits.length;
    show(input.value.trim().toLowerCase());
    goTo(state, hits[at]!);
  };

  input.addEventListener("input", () => { find(); open(); });
  input.addEventListener("focus", () => { find(); open(); input.select(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      if (list.hidden || input.value === "") byId("graph").focus();
      input.value = "";
      find();
      close();
    } else if (event.key === "Enter") {
      step(event.shiftKey ? at - 1 : at + 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      open();
      step(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  byId("hit-previous").addEventListener("click", () => step(at - 1));
  byId("hit-next").addEventListener("click", () => step(at + 1));
  state.on("shown", () => {
    texts.clear();
    find();
  });
  find();
}
