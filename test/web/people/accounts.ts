import { inside, localActor } from '#api/access/actor.ts';
import { createPerson } from '#api/services/people/create.ts';
import type { PersonRole } from '#contract/person-role.ts';
import type { Simulator } from '#mocks/simulator.ts';

/** An account on the simulated server, which closes it to all others; gives its password. */
export async function addAccount({ ports }: Simulator, id: string, role: PersonRole): Promise<string> {
  const request = { id, name: `${id[0]?.toUpperCase()}${id.slice(1)} Team`, role };
  const { password } = await createPerson(ports, { request, actor: localActor(inside) });
  return password;
}

/** Every session of everybody ends, as after twelve idle hours. */
export async function endSessions({ ports }: Simulator): Promise<void> {
  const now = ports.now;
  ports.now = () => new Date(now().getTime() + 13 * 3_600_000);
}
