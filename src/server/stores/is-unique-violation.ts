/** Whether a statement failed because what it stores is there already; drivers and drizzle wrap the error differently. */
export function isUniqueViolation(fault: unknown): boolean {
  for (let cause = fault; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505') return true;
  }
  return false;
}
