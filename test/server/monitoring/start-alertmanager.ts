import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusPrograms, startProgram, type Program } from './start-program.ts';

/** A real Alertmanager, alone: without peers to gossip with. `files` lie beside its `alertmanager.yml`. */
export async function startAlertmanager(
  config: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Program> {
  return startProgram(prometheusPrograms().alertmanager, ({ folder, address }) => {
    for (const [name, text] of Object.entries({ ...files, 'alertmanager.yml': config }))
      writeFileSync(join(folder, name), text);
    return [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ];
  });
}
