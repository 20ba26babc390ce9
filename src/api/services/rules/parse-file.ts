import { parseDocument } from 'yaml';
import { RuleFile } from '#contract/rule.ts';
import { badRequest } from '../../errors.ts';

/** Aliases are not expanded without bound: the library stops a file that grows out of a few lines. */
export function parseRuleFile(text: string): RuleFile {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw badRequest(`the file is no YAML: ${fault.message}`);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw badRequest(`the file is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return RuleFile.parse(content);
}
