/** Names of columns that identify a row; `user_id` and its like identify somebody who has many. */
const idName =
  /^(|id|index|row|row_?(id|number|no|num)|unnamed:? ?\d*|instant|uuid|guid|key|(request|prediction|inference|trace|event|record|transaction|passenger|booking|order|loan|application|sample|instance)_?(id|uuid|key|no|number))$/;

export function isIdName(name: string): boolean {
  return idName.test(plainName(name));
}

/** `PassengerId`, `passenger id` and `passenger-id` as `passenger_id`. */
export function plainName(name: string): string {
  return name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[\s.-]+/g, '_')
    .toLowerCase();
}
