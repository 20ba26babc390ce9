import { describe, expect, it } from 'vitest';
import { assembleWat } from '../../tools/assemble-wat.ts';

function run(body: string, ...args: number[]): number {
  const bytes = assembleWat(
    `(module (memory (export "memory") 1) (func (export "run") (param $a i32) (param $b i32) (result i32) ${body}))`,
  );
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return (exports.run as (...values: number[]) => number)(...args);
}

describe('the assembler', () => {
  it.each([0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)])(
    'writes the constant %i',
    (constant) => {
      expect(run(`(i32.const ${constant})`, 0, 0)).toBe(constant);
    },
  );

  it('keeps the order of operands', () => {
    expect(run('(i32.sub (local.get $a) (local.get $b))', 7, 5)).toBe(2);
  });

  it('takes branches to the block of that name', () => {
    const sumUpTo = `(local $sum i32)
      (block $done
        (loop $next ;; adds b, b − 1, …
          (br_if $done (i32.eqz (local.get $b)))
          (local.set $sum (i32.add (local.get $sum) (local.get $b)))
          (local.set $b (i32.sub (local.get $b) (i32.const 1)))
          (br $next)))
      (local.get $sum)`;

    expect(run(sumUpTo, 0, 10)).toBe(55);
  });

  it('takes either side of a condition', () => {
    const greater = `(if (i32.gt_s (local.get $a) (local.get $b))
      (then (return (local.get $a)))
      (else (return (local.get $b))))
      (i32.const -1)`;

    expect([run(greater, 3, 9), run(greater, 9, 3)]).toEqual([9, 9]);
  });

  it.each([
    ['(i32.pow (local.get $a) (local.get $b))', 'unknown instruction i32.pow'],
    ['(local.get $c)', 'nothing is called $c'],
    ['(br $out) (local.get $a)', 'no block around is called $out'],
    ['(local.get $a', 'a parenthesis is not closed'],
  ])('refuses %s', (body, message) => {
    expect(() => run(body, 0, 0)).toThrow(message);
  });
});
