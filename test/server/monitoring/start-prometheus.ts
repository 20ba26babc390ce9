import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusPrograms, startProgram, type Program } from './start-program.ts';

/** A real Prometheus. `files` lie beside its `prometheus.yml`, which may name them: rule files, tokens. */
export async function startPrometheus(
  config: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Program> {
  return startProgram(prometheusPrograms().prometheus, ({ folder, address }) => {
    for (const [name, text] of Object.entries({ ...files, 'prometheus.yml': config }))
      writeFileSync(join(folder, name), text);
    return [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--web.enable-lifecycle',
      '--rules.alert.resend-delay=1s', // what it sends before it knows of an Alertmanager is lost until then
    ];
  });
}
