import { byId, count } from "./dom";
import type { State } from "./state";

let standing = "";

/** Says something at the foot of the graph; null says again what is shown. */
export function say(text: string | null): void {
  byId("status").textContent = text ?? standing;
}

export function startStatus(state: State): void {
  const refresh = (): void => {
    const shown = [...state.model.nodes.values()].filter(node => state.passes(node)).length;
    const links = state.model.links.filter(link => state.passesLink(link)).length;
    const hidden = state.model.nodes.size - shown;
    standing = `${count(shown, "node")}, ${count(links, "link")}${hidden > 0 ? ` · ${hidden.toLocaleString("en")} hidden by filters` : ""}`;
    say(null);
  };
  state.on("shown", refresh);
  refresh();
}
