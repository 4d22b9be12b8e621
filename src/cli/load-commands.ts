/** A program loads the one command it was asked for, and all of them only to show its help. */
import type { Command } from 'commander';

/** By its name, how a command is added: each is a file of its own, with whatever it needs behind it. */
export type CommandTable = Readonly<Record<string, () => Promise<(parent: Command) => void>>>;

/** @param words what the person wrote after the program's name */
export async function loadCommands(parent: Command, table: CommandTable, words: readonly string[]): Promise<void> {
  const [first = ''] = words;
  const asked = Object.hasOwn(table, first) ? table[first] : undefined;
  for (const load of asked === undefined ? Object.values(table) : [asked]) (await load())(parent);
}
