import { byId } from "./dom";
import type { State } from "./state";
import { manyElements, palette, stylesheet, type Palette } from "./style";

const system = matchMedia("(prefers-color-scheme: dark)");
let isDark = document.documentElement.dataset["theme"] === "dark" || (document.documentElement.dataset["theme"] === "auto" && system.matches);

export const colours = (): Palette => palette(isDark);

export function startTheme(state: State): void {
  const apply = (dark: boolean): void => {
    isDark = dark;
    document.documentElement.classList.toggle("dark", isDark);
    byId("theme").setAttribute("aria-pressed", String(isDark));
    state.cy.style(stylesheet(colours(), state.model.nodes.size + state.model.links.length > manyElements));
    state.tell("theme");
  };
  byId("theme").addEventListener("click", () => apply(!isDark));
  system.addEventListener("change", event => {
    if (document.documentElement.dataset["theme"] === "auto") apply(event.matches);
  });
  apply(isDark);
}
