import { merge } from "./document";
import { byId, count, words } from "./dom";
import { placeAround } from "./layout";
import { openMenu, type Entry } from "./menu";
import type { GraphNode, Payload } from "./model";
import type { State } from "./state";
import { say } from "./status";
import { syncView } from "./view";

/** Asks the server that the page came from. The page has no key, and asks nobody else. */
async function ask<T>(state: State, node: GraphNode, relationship?: string): Promise<T> {
  const query = new URLSearchParams({ type: node.type, id: node.id, ...(relationship === undefined ? {} : { relationship }) });
  const answer = await fetch(`${state.payload.expand}?${query}`, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(60_000) });
  const body = await answer.json().catch(() => null);
  if (!answer.ok || body === null) throw new Error(body?.error?.message ?? `The server answered ${answer.status}`);
  return body as T;
}

/** Shows what a node can be expanded by. */
export async function offerExpansion(state: State, node: GraphNode, at: HTMLElement | { x: number; y: number }, more: Entry[] = []): Promise<void> {
  let entries: Entry[];
  try {
    const { relationships } = await ask<{ relationships: { name: string; count?: number }[] }>(state, node);
    entries = relationships.map(one => ({ text: words(one.name), note: one.count === undefined ? undefined : String(one.count), act: () => void expand(state, node, one.name) }));
    if (entries.length === 0) entries = [{ text: "Nothing is known to be related to it" }];
  } catch (error) {
    entries = [{ text: error instanceof Error ? error.message : String(error) }];
  }
  // The panel may have been painted anew meanwhile.
  const anchor = at instanceof HTMLElement && !at.isConnected ? byId("expand") ?? byId("graph") : at;
  openMenu(anchor, [...entries, ...more]);
}

async function expand(state: State, node: GraphNode, relationship: string): Promise<void> {
  say(`Asking for ${words(relationship)}…`);
  try {
    const payload = await ask<Payload>(state, node, relationship);
    const added = state.model.add(payload);
    merge(state.document, state.model, added, payload);
    syncView(state);
    placeAround(state, node, added);
    say(`${count(added.length, "node")} added by ${words(relationship)}`);
  } catch (error) {
    say(`${words(relationship)}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
