import { z } from 'zod';
import { didYouMean } from '../similar.js';

/** What is wrong with a configuration, one line for each mistake: key path, what was expected, what was found. */
export function mistakesOf(error: z.ZodError, schema: z.ZodType): string[] {
  const tree = z.toJSONSchema(schema) as SchemaNode;
  return error.issues.flatMap((issue) => linesOf(issue, tree));
}

/** As much of a JSON Schema as it takes to find the keys of an object in it. */
interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

type Issue = z.core.$ZodIssue;

function linesOf(issue: Issue, tree: SchemaNode): string[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(nodeAt(tree, issue.path)?.properties ?? {});
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: unknown key.${didYouMean(key, known)}`);
  }
  return [`${pathOf(issue.path)}: ${withoutPath(issue)}`];
}

function withoutPath(issue: Issue): string {
  const expected = expectedBy(issue);
  if (expected === undefined) return `${issue.message}.`;
  return issue.input === undefined
    ? `missing; expected ${expected}.`
    : `expected ${expected}, found ${found(issue.input)}.`;
}

/** What stands in place of the mistake, in words; undefined where the schema's own message says it all. */
function expectedBy(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'too_small':
      return smallestWords[issue.origin] ?? `more than ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.message.replace(/^expected /, '');
    default:
      return undefined;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const smallestWords: Readonly<Record<string, string>> = {
  string: 'a text that is not empty',
  array: 'a list with at least one entry',
  number: 'a whole number above 0',
};

function found(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const told = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return told.length <= 60 ? told : `${told.slice(0, 60)}…`;
}

/** `runs[0].plugin`; the whole file is `the configuration`. */
function pathOf(path: readonly PropertyKey[]): string {
  const told = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return told === '' ? 'the configuration' : told.replace(/^\./, '');
}

function nodeAt(tree: SchemaNode, path: readonly PropertyKey[]): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>(
    (node, part) => (typeof part === 'number' ? node?.items : node?.properties?.[String(part)]),
    tree,
  );
}
