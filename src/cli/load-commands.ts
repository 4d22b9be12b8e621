/** A program loads the one command it was asked for, and all of them only to show its help. */
import type { Command } from 'commander';

/** By its name, how a command is added: each is a file of its own, with whatever it needs behind it. */
export interface CommandTable {
  readonly [name: string]: () => Promise<AddCommand>;
}

/** `table`: the program's own, for a command about its commands. */
type AddCommand = (parent: Command, table: CommandTable) => void;

/** @param words what the person wrote after the program's name */
export async function loadCommands(parent: Command, table: CommandTable, words: readonly string[]): Promise<void> {
  const first = words.find((word) => !word.startsWith('-')) ?? '';
  const asked = Object.hasOwn(table, first) ? table[first] : undefined;
  if (asked === undefined) await loadAll(parent, table);
  else (await asked())(parent, table);
}

/** In the order of the table, whichever file is there first. */
export async function loadAll(parent: Command, table: CommandTable): Promise<void> {
  for (const load of Object.values(table)) (await load())(parent, table);
}
