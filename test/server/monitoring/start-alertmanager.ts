import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusPrograms, startProgram, type Program } from './start-program.ts';

/** A real Alertmanager, alone: without peers to gossip with. */
export async function startAlertmanager(config: string): Promise<Program> {
  return startProgram(prometheusPrograms().alertmanager, ({ folder, address }) => {
    writeFileSync(join(folder, 'alertmanager.yml'), config);
    return [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ];
  });
}
