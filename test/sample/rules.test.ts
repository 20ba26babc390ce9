import { expect, it } from 'vitest';
import { RuleFile } from '#contract/rule.ts';
import { checkRule } from '#control/rule/check-rule.ts';
import { hotelDefinition } from '#sample/hotel.ts';
import { hotelRules } from '#sample/hotel-rules.ts';
import { speechDefinition } from '#sample/speech.ts';
import { speechRules } from '#sample/speech-rules.ts';

it.each([
  ['speech', speechRules(), speechDefinition()],
  ['hotel', hotelRules(), hotelDefinition()],
])('the rules of %s can work as they are written', (pipeline, file, { stages }) => {
  const surroundings = { pipeline, stages: stages.map(({ name }) => ({ name, metrics: [] })), rules: [] };

  expect(RuleFile.parse(file)).toEqual(file);
  expect(file.pipeline).toBe(pipeline);
  expect(file.rules.flatMap((rule) => checkRule(rule, surroundings))).toEqual([]);
});
