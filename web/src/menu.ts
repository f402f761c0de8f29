import { byId, h } from "./dom";

export interface Entry { text: string; note?: string | undefined; act?: () => void }

let opener: HTMLElement | null = null;

/** A menu at a button or at a place; arrow keys, Escape and a click elsewhere do what they do in menus. */
export function openMenu(at: HTMLElement | { x: number; y: number }, entries: Entry[]): void {
  const menu = byId("menu"), isButton = at instanceof HTMLElement;
  opener = isButton ? at : byId("graph");
  menu.replaceChildren(...entries.map(entry => entry.act
    ? h("button", { role: "menuitem", click: () => { closeMenu(); entry.act!(); } }, h("span", {}, entry.text), entry.note ? h("span", { class: "count" }, entry.note) : null)
    : h("div", { class: "note", role: "presentation" }, entry.text)));
  menu.hidden = false;
  const box = isButton ? at.getBoundingClientRect() : null;
  const x = box ? box.left : (at as { x: number }).x, y = box ? box.bottom + 4 : (at as { y: number }).y;
  menu.style.left = `${Math.max(6, Math.min(x, innerWidth - menu.offsetWidth - 6))}px`;
  menu.style.top = `${Math.max(6, Math.min(y, innerHeight - menu.offsetHeight - 6))}px`;
  if (isButton) at.setAttribute("aria-expanded", "true");
  menu.querySelector("button")?.focus();
}

export function closeMenu(): void {
  const menu = byId("menu");
  if (menu.hidden) return;
  const hadFocus = menu.contains(document.activeElement);
  menu.hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  if (opener?.id === "graph") opener.removeAttribute("aria-expanded");
  if (hadFocus) opener?.focus();
}

export const isMenuOpen = (): boolean => !byId("menu").hidden;

export function startMenu(): void {
  const menu = byId("menu");
  menu.addEventListener("keydown", event => {
    const buttons = [...menu.querySelectorAll("button")], at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) {
      buttons[(to + buttons.length) % buttons.length]?.focus();
      event.preventDefault();
    } else if (event.key === "Escape" || event.key === "Tab") closeMenu();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", event => {
    if (!menu.contains(event.target as Node)) closeMenu();
  }, true);
}
