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

/** Returns the names of the packages that were bundled. @throws when anything would be missing at run time */
export async function bundleCode({ root, folder, stamp, unbundled, more }: Bundling): Promise<readonly string[]> {
  const build = await rolldown({
    cwd: root,
    input: { ...Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, `src/${file}`])), ...more },
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
      sourcemap: 'hidden',
    });
    refuseMissing(output, [unbundled, ...ABSENT]);
    return packagesIn(output);
  } finally {
    await build.close();
  }
}

type Output = RolldownOutput['output'];

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
  const names = modules.flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []);
  return [...new Set(names)].sort();
}
