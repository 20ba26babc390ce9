import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { machineActor } from '#api/access/actor.ts';
import { changePerson } from '#api/services/people/change.ts';
import { createPerson } from '#api/services/people/create.ts';
import { resetPassword } from '#api/services/people/reset-password.ts';
import { NewPerson } from '#contract/person.ts';
import { personRoles } from '#contract/person-role.ts';
import { readConfig } from '#server/config.ts';
import { createSecrets } from '#server/secrets.ts';
import { lockDataFolder } from '#server/stores/data-lock.ts';
import { openPglite, openPostgres } from '#server/stores/open-control-store.ts';

/** Accounts, from the machine that holds the data: the first admin, or a way back in. */
const usage = `npm run people -- list
npm run people -- add NAME --role ${personRoles.join('|')} [--name "Full Name"] [--email ADDRESS]
npm run people -- reset-password NAME
npm run people -- disable NAME
npm run people -- enable NAME
The data folder is ANCHORWATCH_DATA, the database DATABASE_URL, as for the server; without DATABASE_URL stop the server first.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { role: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
});
const [verb, id = ''] = positionals;
const actor = machineActor('command-line');

try {
  const config = readConfig(process.env);
  const opened = await openControl(config);
  const ports = { control: opened.store, secrets: createSecrets(), now: () => new Date() };
  try {
    console.log(await run(ports));
  } finally {
    await opened.close();
  }
} catch (fault) {
  console.error(fault instanceof z.ZodError ? z.prettifyError(fault) : (fault as Error).message);
  process.exitCode = 1;
}

async function run(ports: Parameters<typeof createPerson>[0]): Promise<string> {
  switch (verb) {
    case 'list': {
      const people = await ports.control.listPeople();
      const lines = people.map((person) =>
        [person.id, person.role, person.provider, person.isDisabled ? 'disabled' : '', person.name].join(
          '\t',
        ),
      );
      return lines.join('\n') || 'nobody has an account';
    }
    case 'add': {
      const request = NewPerson.parse({
        id,
        name: values.name ?? id,
        role: values.role,
        email: values.email,
      });
      const { person, password } = await createPerson(ports, { request, actor });
      return `${person.id} (${person.role}) can sign in with the password ${password}, which is not shown again`;
    }
    case 'reset-password': {
      const { password } = await resetPassword(ports, { id, actor });
      return `${id} can sign in with the password ${password}, which is not shown again`;
    }
    case 'disable':
    case 'enable': {
      const person = await ports.control.findPerson(id);
      const { name = '', role = 'viewer', email } = person ?? {};
      const change = { name, role, ...(email !== undefined && { email }), isDisabled: verb === 'disable' };
      await changePerson(ports, { id, change, actor });
      return `${id} is ${verb}d`;
    }
    case undefined:
    default:
      throw new Error(usage);
  }
}

async function openControl({ dataFolder, databaseUrl }: ReturnType<typeof readConfig>) {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, console.error);
  mkdirSync(dataFolder, { recursive: true });
  const unlock = lockDataFolder(dataFolder);
  const opened = await openPglite(join(dataFolder, 'control'));
  return {
    ...opened,
    async close() {
      await opened.close();
      unlock();
    },
  };
}
