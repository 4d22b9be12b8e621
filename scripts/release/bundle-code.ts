/** Our own code and the packages it uses, as few modules: what is imported lazily stays lazy. */
import { isBuiltin } from 'node:module';
import { rolldown } from 'rolldown';
import type { RolldownOutput } from 'rolldown';
import { ENTRIES } from '../../src/core/places.ts';

export interface Bundling {
  /** The project's folder. */
  readonly root: string;
  /** Where the modules go. */
  readonly folder: string;
  readonly stamp: string;
  /** The package that is copied as it is. */
  readonly unbundled: string;
  /** Entries besides the product's own, file by name. */
  readonly more: Readonly<Record<string, string>>;
}

/** Packages that others can use and do without: they are asked for where they are not, and that is caught. */
const ABSENT: readonly string[] = ['react-devtools-core'];

/** They share most of their code. Whatever runs in a process or thread of its own shares none that it would not load anyway. */
const PROGRAMS: readonly string[] = ['scraping-orchestrator', 'scraping-monitor'];

/** With all it needs these make one module: a person waits for `status`, and forty modules take longer than one. */
const QUICK = /\/src\/(?:cli\/commands\/status|cli\/with-monitor|app\/view\/open-monitor)\.ts$/;

/** Returns the names of the packages that were bundled. @throws when anything would be missing at run time */
export async function bundleCode(bundling: Bundling): Promise<readonly string[]> {
  const entries = [
    ...Object.entries(ENTRIES).map(([name, file]) => [name, `src/${file}`]),
    ...Object.entries(bundling.more),
  ];
  const isProgram = ([name = '']: readonly string[]): boolean => PROGRAMS.includes(name);
  const parts = [entries.filter(isProgram), ...entries.filter((entry) => !isProgram(entry)).map((entry) => [entry])];
  const packages = new Set<string>();
  for (const part of parts) {
    for (const name of packagesIn(await bundle(bundling, Object.fromEntries(part)))) packages.add(name);
  }
  return [...packages].sort();
}

type Output = RolldownOutput['output'];

async function bundle({ root, folder, stamp, unbundled }: Bundling, input: Record<string, string>): Promise<Output> {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external: [unbundled, ...ABSENT],
    transform: {
      target: 'node24',
      define: {
        RELEASE_STAMP: JSON.stringify(stamp),
        'process.env.NODE_ENV': '"production"',
      },
    },
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      codeSplitting: { groups: [{ name: 'quick', test: QUICK }] },
      // Names stay: a stack in a log can be read. Comments are in the maps.
      comments: false,
      sourcemap: 'hidden',
    });
    refuseMissing(output, [unbundled, ...ABSENT]);
    return output;
  } finally {
    await build.close();
  }
}

/** Whatever a module imports from outside must be there when it runs: Node's own, or what we know of. */
function refuseMissing(output: Output, known: readonly string[]): void {
  const ours = new Set(output.map(({ fileName }) => fileName));
  const outside = output
    .flatMap((part) => (part.type === 'chunk' ? [...part.imports, ...part.dynamicImports] : []))
    .filter((name) => !ours.has(name) && !isBuiltin(name) && !known.includes(name));
  if (outside.length > 0) throw new Error(`the release would lack ${[...new Set(outside)].join(', ')}`);
}

function packagesIn(output: Output): readonly string[] {
  const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  return modules.flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []);
}
