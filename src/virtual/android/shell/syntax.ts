/** A part of a word, as it was quoted. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly script: string; readonly quoted: boolean };

export type Word = readonly Part[];

export interface Redirection {
  readonly descriptor: 0 | 1 | 2;
  readonly how: 'read' | 'write' | 'append' | 'duplicate';
  /** A file, or for `duplicate` the other descriptor. */
  readonly target: Word;
}

export type Command =
  | {
      readonly kind: 'simple';
      readonly words: readonly Word[];
      readonly redirections: readonly Redirection[];
    }
  | {
      readonly kind: 'group';
      readonly body: List;
      readonly redirections: readonly Redirection[];
      readonly subshell: boolean;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: List; readonly body: List }[];
      readonly otherwise?: List;
    }
  | { readonly kind: 'for'; readonly name: string; readonly words: readonly Word[]; readonly body: List }
  | { readonly kind: 'while'; readonly until: boolean; readonly test: List; readonly body: List };

export interface Pipeline {
  readonly commands: readonly Command[];
  readonly negated: boolean;
}

/** Pipelines, each with when it runs: always, after success, or after failure of what went before. */
export type List = readonly {
  readonly when: ';' | '&&' | '||';
  readonly pipeline: Pipeline;
  readonly background: boolean;
}[];

/** What mksh says of a script that it cannot read. */
export class ShellSyntaxError extends Error {}

type Token =
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'redirection'; readonly descriptor: 0 | 1 | 2; readonly operator: string };

/** Parses a script of the small part of sh that this shell knows. Throws ShellSyntaxError. */
export function parse(script: string): List {
  const parser = new Parser(tokens(script));
  const list = parser.list([]);
  parser.end();
  return list;
}

class Parser {
  #at = 0;

  constructor(private readonly all: readonly Token[]) {}

  end(): void {
    const token = this.all[this.#at];
    if (token !== undefined) throw unexpected(token);
  }

  list(terminators: readonly string[]): List {
    const items: { when: ';' | '&&' | '||'; pipeline: Pipeline; background: boolean }[] = [];
    let when: ';' | '&&' | '||' = ';';
    for (;;) {
      while (this.#operator(';', '\n') !== undefined) when = ';';
      if (this.#at >= this.all.length || this.#isOperator(')') || this.#isKeyword(terminators)) break;
      const pipeline = this.#pipeline();
      const separator = this.#operator(';', '\n', '&&', '||', '&');
      items.push({ when, pipeline, background: separator === '&' });
      when = separator === '&&' || separator === '||' ? separator : ';';
      if (separator === undefined) break;
      if (separator === '&&' || separator === '||') while (this.#operator('\n') !== undefined);
    }
    return items;
  }

  #pipeline(): Pipeline {
    const negated = this.#keyword('!');
    const commands = [this.#command()];
    while (this.#operator('|') !== undefined) commands.push(this.#command());
    return { commands, negated };
  }

  #command(): Command {
    if (this.#operator('(') !== undefined) {
      const body = this.list([]);
      if (this.#operator(')') === undefined) throw new ShellSyntaxError("syntax error: unmatched '('");
      return { kind: 'group', body, redirections: this.#redirections(), subshell: true };
    }
    if (this.#keyword('{')) {
      const body = this.list(['}']);
      this.#expect('}');
      return { kind: 'group', body, redirections: this.#redirections(), subshell: false };
    }
    if (this.#keyword('if')) return this.#if();
    if (this.#keyword('for')) return this.#for();
    if (this.#keyword('while')) return this.#while(false);
    if (this.#keyword('until')) return this.#while(true);
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const token = this.all[this.#at];
      if (token?.kind === 'word') {
        words.push(token.word);
        this.#at++;
      } else if (token?.kind === 'redirection') redirections.push(...this.#redirections());
      else break;
    }
    if (words.length === 0 && redirections.length === 0) throw unexpected(this.all[this.#at]);
    return { kind: 'simple', words, redirections };
  }

  #if(): Command {
    const branches = [];
    do {
      const test = this.list(['then']);
      this.#expect('then');
      branches.push({ test, body: this.list(['elif', 'else', 'fi']) });
    } while (this.#keyword('elif'));
    const otherwise = this.#keyword('else') ? this.list(['fi']) : undefined;
    this.#expect('fi');
    return { kind: 'if', branches, ...(otherwise === undefined ? {} : { otherwise }) };
  }

  #for(): Command {
    const name = literal(this.all[this.#at++]) ?? '';
    const words: Word[] = [];
    if (this.#keyword('in')) {
      for (let token = this.all[this.#at]; token?.kind === 'word'; token = this.all[++this.#at])
        words.push(token.word);
    }
    while (this.#operator(';', '\n') !== undefined);
    this.#expect('do');
    const body = this.list(['done']);
    this.#expect('done');
    return { kind: 'for', name, words, body };
  }

  #while(until: boolean): Command {
    const test = this.list(['do']);
    this.#expect('do');
    const body = this.list(['done']);
    this.#expect('done');
    return { kind: 'while', until, test, body };
  }

  #redirections(): Redirection[] {
    const found: Redirection[] = [];
    for (let token = this.all[this.#at]; token?.kind === 'redirection'; token = this.all[this.#at]) {
      const { descriptor, operator } = token;
      const next = this.all[++this.#at];
      if (next?.kind !== 'word') throw unexpected(next);
      this.#at++;
      const how =
        ({ '<': 'read', '>': 'write', '>|': 'write', '>>': 'append' } as const)[operator] ?? 'duplicate';
      found.push({ descriptor, how, target: next.word });
    }
    return found;
  }

  #operator(...texts: string[]): string | undefined {
    const token = this.all[this.#at];
    if (token?.kind !== 'operator' || !texts.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #isOperator(text: string): boolean {
    const token = this.all[this.#at];
    return token?.kind === 'operator' && token.text === text;
  }

  #isKeyword(words: readonly string[]): boolean {
    const text = literal(this.all[this.#at]);
    return text !== undefined && words.includes(text);
  }

  #keyword(word: string): boolean {
    if (!this.#isKeyword([word])) return false;
    this.#at++;
    return true;
  }

  #expect(word: string): void {
    if (!this.#keyword(word)) throw unexpected(this.all[this.#at]);
  }
}

/** A word that was not quoted and holds nothing to expand. */
function literal(token: Token | undefined): string | undefined {
  if (token?.kind !== 'word' || token.word.length !== 1) return undefined;
  const part = token.word[0]!;
  return part.kind === 'text' && !part.quoted ? part.text : undefined;
}

function unexpected(token: Token | undefined): ShellSyntaxError {
  if (token === undefined) return new ShellSyntaxError('syntax error: unexpected EOF');
  const text = token.kind === 'operator' ? token.text : (literal(token) ?? 'word');
  return new ShellSyntaxError(`syntax error: unexpected '${text === '\n' ? 'newline' : text}'`);
}

const operators = ['&&', '||', ';;', '|', ';', '&', '(', ')', '\n'];

function tokens(script: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < script.length) {
    const rest = script.slice(at, at + 3);
    if (/^[ \t]/.test(rest)) {
      at++;
      continue;
    }
    if (rest.startsWith('\\\n')) {
      at += 2;
      continue;
    }
    if (rest.startsWith('#')) {
      while (at < script.length && script[at] !== '\n') at++;
      continue;
    }
    const redirection = /^([012])?(>\||>>|>&|<&|>|<)/.exec(script.slice(at, at + 4));
    if (redirection !== null) {
      const operator = redirection[2]!;
      const descriptor = Number(redirection[1] ?? (operator.startsWith('<') ? 0 : 1)) as 0 | 1 | 2;
      found.push({ kind: 'redirection', descriptor, operator });
      at += redirection[0].length;
      continue;
    }
    const operator = operators.find((text) => rest.startsWith(text));
    if (operator !== undefined) {
      found.push({ kind: 'operator', text: operator });
      at += operator.length;
      continue;
    }
    const { word, end } = readWord(script, at);
    found.push({ kind: 'word', word });
    at = end;
  }
  return found;
}

function readWord(script: string, start: number): { word: Word; end: number } {
  const parts: Part[] = [];
  let at = start;
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain, quoted: false });
    plain = '';
  };
  while (at < script.length && !/[\s;&|()<>]/.test(script[at]!)) {
    const char = script[at]!;
    if (char === '\\') {
      flush();
      parts.push({ kind: 'text', text: script[at + 1] ?? '', quoted: true });
      at += 2;
    } else if (char === "'") {
      flush();
      const end = script.indexOf("'", at + 1);
      if (end < 0) throw new ShellSyntaxError('no closing quote');
      parts.push({ kind: 'text', text: script.slice(at + 1, end), quoted: true });
      at = end + 1;
    } else if (char === '"') {
      flush();
      at = readDoubleQuoted(script, at + 1, parts);
    } else if (char === '$' || char === '`') {
      flush();
      at = readExpansion(script, at, parts, false);
    } else {
      plain += char;
      at++;
    }
  }
  flush();
  return { word: parts, end: at };
}

function readDoubleQuoted(script: string, start: number, parts: Part[]): number {
  let at = start;
  let text = '';
  const flush = (): void => {
    parts.push({ kind: 'text', text, quoted: true });
    text = '';
  };
  while (script[at] !== '"') {
    if (at >= script.length) throw new ShellSyntaxError('no closing quote');
    const char = script[at]!;
    if (char === '\\' && /["\\$`\n]/.test(script[at + 1] ?? '')) {
      text += script[at + 1] === '\n' ? '' : script[at + 1];
      at += 2;
    } else if (char === '$' || char === '`') {
      flush();
      at = readExpansion(script, at, parts, true);
    } else {
      text += char;
      at++;
    }
  }
  flush();
  return at + 1;
}

function readExpansion(script: string, start: number, parts: Part[], quoted: boolean): number {
  if (script[start] === '`') {
    const end = script.indexOf('`', start + 1);
    if (end < 0) throw new ShellSyntaxError('no closing quote');
    parts.push({ kind: 'command', script: script.slice(start + 1, end), quoted });
    return end + 1;
  }
  if (script[start + 1] === '(') {
    const end = closing(script, start + 2);
    parts.push({ kind: 'command', script: script.slice(start + 2, end), quoted });
    return end + 1;
  }
  const braced = /^\$\{([A-Za-z_]\w*|[?#@*0-9$])\}/.exec(script.slice(start));
  const simple = /^\$([A-Za-z_]\w*|[?#@*0-9$])/.exec(script.slice(start));
  const match = braced ?? simple;
  if (match === null) {
    parts.push({ kind: 'text', text: '$', quoted });
    return start + 1;
  }
  parts.push({ kind: 'variable', name: match[1]!, quoted });
  return start + match[0].length;
}

/** Where the parenthesis that is open at `start` closes. */
function closing(script: string, start: number): number {
  let depth = 1;
  let quote = '';
  for (let at = start; at < script.length; at++) {
    const char = script[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '\\') at++;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  throw new ShellSyntaxError("syntax error: unmatched '('");
}
