/**
 * Answers many single questions with few loads: what is asked in the same turn under the same key is loaded together,
 * and what was asked before is not asked again.
 */
export function batchByKey<Key, Answer>(
  load: (key: Key, items: string[]) => Promise<ReadonlyMap<string, Answer>>,
): (key: Key, item: string) => Promise<Answer | undefined> {
  type Batch = { key: Key; items: Set<string>; answers: Promise<ReadonlyMap<string, Answer>> };
  const waiting = new Map<string, Batch>();
  const asked = new Map<string, Promise<Answer | undefined>>();

  function batchOf(name: string, key: Key): Batch {
    const open = waiting.get(name);
    if (open) return open;
    const items = new Set<string>();
    const answers = nextTurn().then(() => {
      waiting.delete(name);
      return load(key, [...items].sort());
    });
    const batch = { key, items, answers };
    waiting.set(name, batch);
    return batch;
  }

  return (key, item) => {
    const name = JSON.stringify(key);
    const question = `${name} ${item}`;
    const known = asked.get(question);
    if (known) return known;
    const batch = batchOf(name, key);
    batch.items.add(item);
    const answer = batch.answers.then((answers) => answers.get(item));
    asked.set(question, answer);
    return answer;
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
