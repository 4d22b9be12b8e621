/** A terminal without a window: what a program draws is read back as lines, and keys are sent to it. */
import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { until } from '../e2e/until.ts';

export interface Screen {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  /** What is on the screen now, a string a line. */
  lines(): readonly string[];
  /** The screen as soon as `fits` says so. */
  shows(what: string, fits?: (lines: readonly string[]) => boolean): Promise<readonly string[]>;
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** How often the whole screen was wiped since it began. */
  wipes(): number;
}

export function openScreen(columns: number, rows: number): Screen {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  let written = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      terminal.write(chunk, done);
    },
  });
  Object.assign(stdout, { columns, rows, isTTY: true });
  const stdin = new PassThrough();
  const same = (): PassThrough => stdin;
  Object.assign(stdin, { isTTY: true, setRawMode: same, ref: same, unref: same });
  const lines = (): readonly string[] =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    );
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    lines,
    shows: (what, fits = (shown) => shown.some((line) => line.includes(what))) =>
      until(() => (fits(lines()) ? lines() : null), what).catch((error: unknown) => {
        throw new Error(`on the screen:\n${lines().join('\n')}`, { cause: error });
      }),
    press: (keys) => stdin.write(keys),
    resize: (newColumns, newRows) => {
      Object.assign(stdout, { columns: newColumns, rows: newRows });
      terminal.resize(newColumns, newRows);
      stdout.emit('resize');
    },
    wipes: () => written.split('\u001b[2J').length - 1,
  };
}
