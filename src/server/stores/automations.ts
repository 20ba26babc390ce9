import { and, desc, eq } from 'drizzle-orm';
import type { AutomationStore } from '#api/automation-store.ts';
import { appendAudit } from './audit-log.ts';
import { automationChanges, automations } from './automation-schema.ts';
import { byCode } from './by-code.ts';
import type { ControlDatabase } from './control-store.ts';

type Automations = Pick<
  AutomationStore,
  'findAutomation' | 'listAutomations' | 'writeAutomation' | 'listAutomationChanges'
>;

export function createAutomationStore(database: ControlDatabase): Automations {
  return {
    async findAutomation({ pipeline, stage }) {
      const [found] = await database
        .select({ automation: automations.automation })
        .from(automations)
        .where(and(eq(automations.pipeline, pipeline), eq(automations.stage, stage)));
      return found?.automation;
    },
    async listAutomations() {
      const found = await database
        .select({ automation: automations.automation })
        .from(automations)
        .orderBy(byCode(automations.pipeline), byCode(automations.stage));
      return found.map(({ automation }) => automation);
    },
    writeAutomation: (automation, change, entry) =>
      database.transaction(async (tx) => {
        const { pipeline, stage, generation } = automation;
        const row = { pipeline, stage, generation, automation };
        const written =
          generation === 1
            ? await tx.insert(automations).values(row).onConflictDoNothing().returning()
            : await tx
                .update(automations)
                .set(row)
                .where(
                  and(
                    eq(automations.pipeline, pipeline),
                    eq(automations.stage, stage),
                    eq(automations.generation, generation - 1),
                  ),
                )
                .returning();
        if (written.length === 0) return false;
        await tx.insert(automationChanges).values({ pipeline, stage, generation, change });
        await appendAudit(tx, entry);
        return true;
      }),
    async listAutomationChanges({ pipeline, stage }, most) {
      const found = await database
        .select({ change: automationChanges.change })
        .from(automationChanges)
        .where(and(eq(automationChanges.pipeline, pipeline), eq(automationChanges.stage, stage)))
        .orderBy(desc(automationChanges.generation))
        .limit(most);
      return found.map(({ change }) => change);
    },
  };
}
