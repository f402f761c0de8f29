import { byId, drawing, h, words } from "./dom";
import { iconOf } from "./icons";
import { linkName, type Verdict } from "./model";
import type { State } from "./state";
import { syncView } from "./view";

const verdicts: Record<Verdict, string> = { detected: "Detected", clean: "Not detected", unknown: "Not known" };

/** What is shown, by verdict, type and relationship; the same list is the legend. */
export function startFilters(state: State): void {
  const panel = byId("filters"), { hidden } = state;

  const section = (title: string, set: Set<string>, rows: { value: string; text: string; count: number; mark: Node | null }[]): HTMLElement => {
    const boxes = rows.map(row => {
      const box = h("input", {
        type: "checkbox", change: event => {
          if ((event.target as HTMLInputElement).checked) set.delete(row.value);
          else set.add(row.value);
          syncView(state);
        },
      });
      box.checked = !set.has(row.value);
      return h("label", { title: row.text }, box, row.mark, h("span", { class: "name" }, row.text), h("span", { class: "count" }, row.count.toLocaleString("en")));
    });
    const all = h("button", {
      class: "link", type: "button", click: () => {
        if (set.size > 0) set.clear();
        else for (const row of rows) set.add(row.value);
        syncView(state);
        paint();
      },
    }, set.size > 0 ? "show all" : "hide all");
    return h("fieldset", { "aria-label": title }, h("h3", {}, title, all), ...boxes);
  };

  const paint = (): void => {
    const nodes = [...state.model.nodes.values()];
    const focused = [...panel.querySelectorAll("input, button")].indexOf(document.activeElement!);
    const types = tally(nodes.map(node => node.type)), links = tally(state.model.links.map(link => link.type)), found = tally(nodes.map(node => node.verdict));
    panel.replaceChildren(
      section("Verdict", hidden.verdicts, (Object.keys(verdicts) as Verdict[]).filter(verdict => found.has(verdict)).map(verdict =>
        ({ value: verdict, text: verdicts[verdict], count: found.get(verdict)!, mark: h("span", { class: `dot ${verdict}` }) }))),
      section("Type", hidden.types, [...types].map(([type, number]) => ({ value: type, text: words(type), count: number, mark: legendGlyph(type) }))),
      section("Relationship", hidden.links, [...links].map(([type, number]) => ({ value: type, text: words(linkName(type)), count: number, mark: null }))));
    if (focused >= 0) (panel.querySelectorAll<HTMLElement>("input, button")[focused])?.focus();
  };
  const toggle = byId("toggle-filters");
  toggle.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
  });
  if (innerWidth > 960 && state.model.nodes.size > 0) toggle.click();
  state.on("shown", paint);
  paint();
}

/** Names with how often they come, the most frequent first. */
function tally(names: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "en")));
}

/** The strokes of a type as the canvas shows them, for lists. */
export function legendGlyph(type: string): SVGSVGElement {
  const glyph = drawing(iconOf(type).path, "glyph small");
  glyph.setAttribute("fill", "none");
  glyph.setAttribute("stroke", "currentColor");
  glyph.setAttribute("stroke-width", "2");
  glyph.setAttribute("stroke-linecap", "round");
  glyph.setAttribute("stroke-linejoin", "round");
  return glyph;
}
