import { byId, count, visible } from "./dom";
import { openMenu } from "./menu";
import { middleOf, type Group } from "./model";
import type { State } from "./state";
import { say } from "./status";
import { savePlaces, syncView } from "./view";

function setCollapsed(state: State, group: Group, collapsed: boolean): void {
  if (group.collapsed && !collapsed) {
    // The members come out where the folded group is now.
    const at = state.cy.getElementById(group.id).position(), middle = middleOf(group.members);
    if (at && (at.x !== middle.x || at.y !== middle.y))
      for (const member of group.members) Object.assign(member, { x: member.x + at.x - middle.x, y: member.y + at.y - middle.y, moved: true });
  }
  group.collapsed = collapsed;
}

/** Folds a group into one node, or opens it. */
export function toggleGroup(state: State, group: Group): void {
  savePlaces(state);
  setCollapsed(state, group, !group.collapsed);
  syncView(state);
  say(`${visible(group.name) || "Group"}: ${count(group.members.length, "node")} ${group.collapsed ? "folded" : "shown"}`);
}

export function startGroups(state: State): void {
  const { groups } = state.model, button = byId("groups");
  if (groups.length === 0) return;
  button.hidden = false;
  const all = (collapsed: boolean): void => {
    savePlaces(state);
    for (const group of groups) setCollapsed(state, group, collapsed);
    syncView(state);
  };
  button.addEventListener("click", () => openMenu(button, [
    { text: "Collapse all groups", act: () => all(true) },
    { text: "Expand all groups", act: () => all(false) },
    ...groups.slice(0, 100).map(group => ({ text: `${group.collapsed ? "Expand" : "Collapse"} ${visible(group.name) || "group"}`, note: String(group.members.length), act: () => toggleGroup(state, group) })),
  ]));
  state.cy.on("dbltap", "node.group", event => {
    const group = groups.find(one => one.id === event.target.id());
    if (group) toggleGroup(state, group);
  });
}
