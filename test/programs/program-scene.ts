/** A small batch of one site that a program collects: its definition and files stand in the rehearsal's own folder. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openScene } from '../e2e/scene.ts';
import type { Scene } from '../e2e/scene.ts';
import { ROOT } from '../support/rehearsal.ts';

/** Two pages. */
export const TERRENOS = 'CyT,Tlaj,Ven,Terr,https://www.casasyterrenos.com/jalisco/tlajomulco-de-zuniga/terrenos/venta';

export interface ProgramScene extends Scene {
  /** Folder of the definition: programs run in it. */
  readonly sites: string;
}

export interface ProgramSceneOptions {
  readonly catalogue?: readonly string[];
  /** Lines of `command:` (flow YAML), or the name of an example of docs/examples. */
  readonly command?: string;
  readonly example?: string;
  readonly more?: string;
  /** Files beside the definition. */
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export async function openProgramScene(t: TestContext, options: ProgramSceneOptions): Promise<ProgramScene> {
  const scene = await openScene(t, { catalogue: options.catalogue ?? [TERRENOS], config: options.config ?? {} });
  scene.gate.open();
  const sites = join(scene.rehearsal.folder, 'sites');
  mkdirSync(sites, { recursive: true });
  if (options.example !== undefined) {
    for (const file of [`${options.example}.yaml`, ...(EXAMPLE_FILES[options.example] ?? [])])
      copyFileSync(join(ROOT, 'docs/examples', file), join(sites, file));
  } else {
    const lines = [
      'code: CyT',
      'name: Casas y Terrenos',
      'type: command',
      'hosts: [www.casasyterrenos.com]',
      `command: ${options.command ?? '{ program: [sh, program.sh] }'}`,
      options.more ?? '',
    ];
    writeFileSync(join(sites, 'cyt.yaml'), `${lines.join('\n')}\n`);
  }
  for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(sites, name), text);
  return { ...scene, sites };
}

const EXAMPLE_FILES: Readonly<Record<string, readonly string[]>> = {
  'command-python': ['command-python.py'],
  'command-shell': ['command-shell.sh'],
};
