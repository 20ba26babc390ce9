/**
 * Assembles the subset of the WebAssembly text format that our kernels are written in: one module of functions with
 * named parameters, locals and labels, one exported memory, instructions folded into their operands. No imports,
 * tables, globals or types of blocks. Section numbers, types and opcodes are those of the WebAssembly core
 * specification 2.0, chapter 5 (binary format).
 */
export function assembleWat(text: string): Uint8Array<ArrayBuffer> {
  const [module] = parse(tokensOf(text));
  const [head, ...fields] = asList(module);
  if (head !== 'module') throw new SyntaxError(`expected a module, found ${String(head)}`);
  const functions = fields.map(asList).filter(([kind]) => kind === 'func');
  const memory = fields.map(asList).find(([kind]) => kind === 'memory');
  if (!memory) throw new SyntaxError('the module has no memory');

  const signatures = functions.map(signatureOf);
  const names = new Map(signatures.map(({ name }, index) => [name, index]));
  const exported = signatures.flatMap(({ exportName }, index) =>
    exportName ? [[...textBytes(exportName), 0x00, ...unsigned(index)]] : [],
  );
  return Uint8Array.from([
    ...magicAndVersion,
    ...section(1, vector(signatures.map(({ type }) => type))),
    ...section(3, vector(signatures.map((_, index) => unsigned(index)))),
    ...section(5, vector([[0x00, ...unsigned(Number(memory.at(-1)))]])),
    ...section(7, vector([[...textBytes(exportNameOf(memory) ?? ''), 0x02, 0x00], ...exported])),
    ...section(10, vector(functions.map((func, index) => code(func, signatures[index] as Signature, names)))),
  ]);
}

type Node = string | Node[];
type Signature = {
  name: string;
  exportName: string | undefined;
  type: number[];
  /** Parameters and locals, in the order of their indexes. */
  variables: Map<string, number>;
  localTypes: number[];
};

const valueTypes: Record<string, number> = { i32: 0x7f, i64: 0x7e, f64: 0x7c };
const opcodes: Record<string, number> = {
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_s': 0x4a,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.le_u': 0x4d,
  'i32.ge_s': 0x4e,
  'i32.ge_u': 0x4f,
  'i64.eq': 0x51,
  'i64.lt_s': 0x53,
  'i64.lt_u': 0x54,
  'i64.gt_u': 0x56,
  'f64.eq': 0x61,
  'f64.lt': 0x63,
  'f64.gt': 0x64,
  'f64.le': 0x65,
  'i32.clz': 0x67,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_u': 0x6e,
  'i32.and': 0x71,
  'i32.shl': 0x74,
  'i32.shr_u': 0x76,
  'i64.clz': 0x79,
  'i64.add': 0x7c,
  'i64.sub': 0x7d,
  'i64.mul': 0x7e,
  'i64.and': 0x83,
  'i64.or': 0x84,
  'i64.xor': 0x85,
  'i64.shl': 0x86,
  'i64.shr_s': 0x87,
  'i64.shr_u': 0x88,
  'f64.abs': 0x99,
  'f64.add': 0xa0,
  'f64.sub': 0xa1,
  'f64.mul': 0xa2,
  'f64.div': 0xa3,
  'f64.min': 0xa4,
  'i32.wrap_i64': 0xa7,
  'i64.extend_i32_u': 0xad,
  'f64.convert_i32_u': 0xb8,
  'i64.reinterpret_f64': 0xbd,
  'f64.reinterpret_i64': 0xbf,
};
/** Opcode, and the alignment that the format wants as a power of two. */
const memoryOpcodes: Record<string, [number, number]> = {
  'i32.load': [0x28, 2],
  'i64.load': [0x29, 3],
  'f64.load': [0x2b, 3],
  'i32.load8_u': [0x2d, 0],
  'i32.store': [0x36, 2],
  'i64.store': [0x37, 3],
  'f64.store': [0x39, 3],
  'i32.store8': [0x3a, 0],
};
const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]; // \0asm, 1
const noResult = 0x40;
const end = 0x0b;

function signatureOf(func: Node[]): Signature {
  const parts = func.filter((node) => Array.isArray(node));
  const declared = (kind: string): Node[][] => parts.filter(([head]) => head === kind);
  const params = declared('param');
  const locals = declared('local');
  const typesOf = (declarations: Node[][]): number[] => declarations.map((node) => valueType(node.at(-1)));
  const results = typesOf(declared('result'));
  return {
    name: typeof func[1] === 'string' ? func[1] : '',
    exportName: exportNameOf(func),
    type: [0x60, ...vector(typesOf(params).map((type) => [type])), ...vector(results.map((type) => [type]))],
    variables: new Map([...params, ...locals].map(([, name], index) => [asText(name), index])),
    localTypes: typesOf(locals),
  };
}

const declarations = new Set<unknown>(['export', 'param', 'result', 'local']);

function code(func: Node[], { variables, localTypes }: Signature, functions: Map<string, number>): number[] {
  const instructions = func.filter((node) => Array.isArray(node) && !declarations.has(node[0]));
  const body = [
    ...vector(localTypes.map((type) => [...unsigned(1), type])),
    ...instructions.flatMap((node) => instruction(node, [])),
    end,
  ];
  return [...unsigned(body.length), ...body];

  /** `labels` are those of the blocks around, innermost first. */
  function instruction(node: Node, labels: readonly string[]): number[] {
    const [operation, ...rest] = asList(node);
    const op = asText(operation);
    const all = (nodes: Node[]): number[] => nodes.flatMap((child) => instruction(child, labels));
    switch (op) {
      case 'block':
      case 'loop': {
        const within = [asText(rest[0]), ...labels];
        const children = rest.slice(1).flatMap((child) => instruction(child, within));
        return [op === 'block' ? 0x02 : 0x03, noResult, ...children, end];
      }
      case 'if': {
        const within = ['', ...labels];
        const branch = (kind: string): number[] | undefined =>
          rest
            .map(asList)
            .find(([head]) => head === kind)
            ?.slice(1)
            .flatMap((child) => instruction(child, within));
        const otherwise = branch('else');
        return [
          ...instruction(rest[0] as Node, labels),
          0x04,
          noResult,
          ...(branch('then') ?? []),
          ...(otherwise ? [0x05, ...otherwise] : []),
          end,
        ];
      }
      case 'br':
      case 'br_if': {
        const depth = labels.indexOf(asText(rest[0]));
        if (depth < 0) throw new SyntaxError(`no block around is called ${String(rest[0])}`);
        return [...all(rest.slice(1)), op === 'br' ? 0x0c : 0x0d, ...unsigned(depth)];
      }
      case 'return':
        return [...all(rest), 0x0f];
      case 'call':
        return [...all(rest.slice(1)), 0x10, ...unsigned(indexOf(functions, rest[0]))];
      case 'local.get':
        return [0x20, ...unsigned(indexOf(variables, rest[0]))];
      case 'local.set':
        return [...all(rest.slice(1)), 0x21, ...unsigned(indexOf(variables, rest[0]))];
      case 'i32.const':
        return [0x41, ...signed(BigInt(asText(rest[0])))];
      case 'i64.const':
        return [0x42, ...signed(BigInt.asIntN(64, BigInt(asText(rest[0]))))];
      case 'f64.const':
        return [0x44, ...float64(asText(rest[0]))];
    }
    const memoryOpcode = memoryOpcodes[op];
    if (memoryOpcode) return [...all(rest), ...memoryOpcode, 0x00];
    const opcode = opcodes[op];
    if (opcode === undefined) throw new SyntaxError(`unknown instruction ${op}`);
    return [...all(rest), opcode];
  }
}

function exportNameOf(field: Node[]): string | undefined {
  const name = field.find((node) => Array.isArray(node) && node[0] === 'export')?.[1];
  return name === undefined ? undefined : asText(name).replaceAll('"', '');
}

function indexOf(indexes: Map<string, number>, name: Node | undefined): number {
  const index = indexes.get(asText(name));
  if (index === undefined) throw new SyntaxError(`nothing is called ${String(name)}`);
  return index;
}

function valueType(node: Node | undefined): number {
  const type = valueTypes[asText(node)];
  if (type === undefined) throw new SyntaxError(`unknown type ${String(node)}`);
  return type;
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function textBytes(text: string): number[] {
  return [...unsigned(text.length), ...new TextEncoder().encode(text)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: bigint): number[] {
  const low = Number(value & 0x7fn);
  const rest = value >> 7n;
  const isLast = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
  return isLast ? [low] : [low | 0x80, ...signed(rest)];
}

function float64(text: string): number[] {
  const value = Number(text.replace('inf', 'Infinity'));
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

function tokensOf(text: string): string[] {
  return text.replaceAll(/;;.*$/gm, '').match(/[()]|[^\s()]+/g) ?? [];
}

function parse(tokens: string[]): Node[] {
  const root: Node[] = [];
  const open = [root];
  for (const token of tokens) {
    if (token === '(') {
      const list: Node[] = [];
      open.at(-1)?.push(list);
      open.push(list);
    } else if (token === ')') {
      if (open.length === 1) throw new SyntaxError('a parenthesis too many is closed');
      open.pop();
    } else {
      open.at(-1)?.push(token);
    }
  }
  if (open.length > 1) throw new SyntaxError('a parenthesis is not closed');
  return root;
}

function asList(node: Node | undefined): Node[] {
  if (!Array.isArray(node)) throw new SyntaxError(`expected a list, found ${String(node)}`);
  return node;
}

function asText(node: Node | undefined): string {
  if (typeof node !== 'string') throw new SyntaxError(`expected a word, found ${JSON.stringify(node)}`);
  return node;
}
