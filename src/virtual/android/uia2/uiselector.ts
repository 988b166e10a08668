import type { Located } from './source.js';
import { invalidSelector } from './errors.js';

interface Call {
  readonly name: string;
  readonly args: readonly (string | number | boolean | Expression)[];
}

interface Expression {
  readonly type: string;
  readonly constructorArgs: Call['args'];
  readonly calls: readonly Call[];
}

/** A description of nodes in the language of UiSelector; `instance` picks one of those that match. */
interface Selector {
  readonly tests: ((located: Located, all: readonly Located[]) => boolean)[];
  instance: number | undefined;
}

/** Nodes that `new UiSelector()…` describes; a UiScrollable's inner selector is looked for without scrolling. */
export function byUiSelector(text: string, all: readonly Located[]): Located[] {
  const parser = new Parser(text.trim().replace(/;$/, ''));
  const expression = parser.expression();
  parser.end();
  return find(expression, all);
}

function find(expression: Expression, all: readonly Located[]): Located[] {
  if (expression.type === 'UiScrollable') {
    const target = expression.calls.find(({ name }) => /^(scrollIntoView|getChildBy\w+)$/.test(name));
    const inner = target?.args.find((arg): arg is Expression => typeof arg === 'object');
    return inner === undefined
      ? find({ ...expression, type: 'UiSelector', calls: [] }, all)
      : find(inner, all);
  }
  const selector = compile(expression);
  const found = all.filter((located) => selector.tests.every((test) => test(located, all)));
  if (selector.instance === undefined) return found;
  const one = found[selector.instance];
  return one === undefined ? [] : [one];
}

function compile({ type, calls }: Expression): Selector {
  if (type !== 'UiSelector') throw invalidSelector(`Could not parse selector: '${type}' is not a UiSelector`);
  const selector: Selector = { tests: [], instance: undefined };
  for (const { name, args } of calls) {
    const [value] = args;
    const text = String(value);
    const attribute = (of: (located: Located) => string, how: (actual: string) => boolean): void => {
      selector.tests.push((located) => how(of(located)));
    };
    const textOf = ({ node }: Located): string => node.text ?? '';
    const descriptionOf = ({ node }: Located): string => node.description ?? '';
    const idOf = ({ node }: Located): string => node.resourceId ?? '';
    const whole = (): RegExp => new RegExp(`^(?:${text})$`, 's');
    switch (name) {
      case 'text':
        attribute(textOf, (actual) => actual === text);
        break;
      case 'textContains':
        attribute(textOf, (actual) => actual.toLowerCase().includes(text.toLowerCase()));
        break;
      case 'textStartsWith':
        attribute(textOf, (actual) => actual.toLowerCase().startsWith(text.toLowerCase()));
        break;
      case 'textMatches':
        attribute(textOf, (actual) => whole().test(actual));
        break;
      case 'description':
        attribute(descriptionOf, (actual) => actual === text);
        break;
      case 'descriptionContains':
        attribute(descriptionOf, (actual) => actual.toLowerCase().includes(text.toLowerCase()));
        break;
      case 'descriptionStartsWith':
        attribute(descriptionOf, (actual) => actual.toLowerCase().startsWith(text.toLowerCase()));
        break;
      case 'descriptionMatches':
        attribute(descriptionOf, (actual) => whole().test(actual));
        break;
      case 'resourceId':
        attribute(idOf, (actual) => actual === text);
        break;
      case 'resourceIdMatches':
        attribute(idOf, (actual) => whole().test(actual));
        break;
      case 'className':
        attribute(
          ({ node }) => node.type,
          (actual) => actual === text,
        );
        break;
      case 'classNameMatches':
        attribute(
          ({ node }) => node.type,
          (actual) => whole().test(actual),
        );
        break;
      case 'packageName':
        attribute(
          ({ packageName }) => packageName,
          (actual) => actual === text,
        );
        break;
      case 'packageNameMatches':
        attribute(
          ({ packageName }) => packageName,
          (actual) => whole().test(actual),
        );
        break;
      case 'checkable':
      case 'checked':
      case 'clickable':
      case 'focusable':
      case 'focused':
      case 'scrollable':
      case 'selected':
        selector.tests.push(({ node }) => (node[name] ?? false) === value);
        break;
      case 'enabled':
        selector.tests.push(({ node }) => (node.enabled ?? true) === value);
        break;
      case 'longClickable':
        selector.tests.push(() => value === false);
        break;
      case 'index':
        selector.tests.push(({ index }) => index === value);
        break;
      case 'instance':
        selector.instance = Number(value);
        break;
      case 'childSelector':
        return nested(selector, value as Expression, (parent, child) => isBelow(parent, child));
      case 'fromParent':
        return nested(
          selector,
          value as Expression,
          (sibling, child) => parentKey(sibling) === parentKey(child),
        );
      default:
        throw invalidSelector(`Could not parse expression: UiSelector has no '${name}' method`);
    }
  }
  return selector;
}

/** A selector of nodes that stand to those of another in a relation. */
function nested(
  outer: Selector,
  inner: Expression,
  relation: (outer: Located, inner: Located) => boolean,
): Selector {
  const compiled = compile(inner);
  return {
    instance: compiled.instance,
    tests: [
      (located, all) => compiled.tests.every((test) => test(located, all)),
      (located, all) => {
        const outers = all.filter((one) => outer.tests.every((test) => test(one, all)));
        const picked =
          outer.instance === undefined ? outers : outers.slice(outer.instance, outer.instance + 1);
        return picked.some((one) => one !== located && relation(one, located));
      },
    ],
  };
}

function isBelow(above: Located, { node }: Located): boolean {
  const search = (children: readonly Located['node'][]): boolean =>
    children.some((child) => child === node || search(child.children ?? []));
  return search(above.node.children ?? []);
}

function parentKey({ key }: Located): string {
  return key.split('|')[0]!.replace(/\/[^/]*$/, '');
}

/** Parses the Java expression that Appium takes for UiSelector. */
class Parser {
  #at = 0;

  constructor(private readonly text: string) {}

  end(): void {
    this.#skip();
    if (this.#at < this.text.length) throw this.#wrong();
  }

  expression(): Expression {
    const head = this.#take(/\s*(?:new\s+)?(?:[\w.]*\.)?(UiSelector|UiScrollable)\s*/y);
    if (head === undefined) throw this.#wrong();
    const constructorArgs = this.#arguments();
    const calls: Call[] = [];
    for (
      let name = this.#take(/\s*\.\s*(\w+)\s*/y);
      name !== undefined;
      name = this.#take(/\s*\.\s*(\w+)\s*/y)
    ) {
      calls.push({ name: name[1]!, args: this.#arguments() });
    }
    return { type: head[1]!, constructorArgs, calls };
  }

  #arguments(): Call['args'] {
    if (this.#take(/\s*\(\s*/y) === undefined) throw this.#wrong();
    const args: (string | number | boolean | Expression)[] = [];
    while (this.#take(/\s*\)/y) === undefined) {
      args.push(this.#argument());
      this.#take(/\s*,\s*/y);
      if (this.#at >= this.text.length) throw this.#wrong();
    }
    return args;
  }

  #argument(): string | number | boolean | Expression {
    const string = this.#take(/\s*"((?:\\.|[^"\\])*)"/sy);
    if (string !== undefined) return string[1]!.replace(/\\(.)/gs, '$1');
    const word = this.#take(/\s*(true|false|-?\d+)/y);
    if (word === undefined) return this.expression();
    return word[1] === 'true' ? true : word[1] === 'false' ? false : Number(word[1]);
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  #skip(): void {
    this.#take(/\s*/y);
  }

  #wrong(): Error {
    return invalidSelector(`Could not parse selector expression \`${this.text}\` at position ${this.#at}`);
  }
}
