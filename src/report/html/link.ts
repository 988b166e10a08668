import { attribute, html, type Content, type Markup } from './markup.js';

/** A link to a web page where `url` is one, else only the text. No other scheme becomes a link. */
export function webLink(url: string, text: Content): Markup {
  const href = webAddress(url);
  return href === undefined ? html`${text}` : anchor(href, text);
}

/** A link to a file beside the report, else only the text. */
export function fileLink(path: string, text: Content): Markup {
  const href = filePath(path);
  return href === undefined ? html`${text}` : anchor(href, text);
}

function anchor(href: string, text: Content): Markup {
  return html`<a href="${attribute(href)}" rel="noopener noreferrer">${text}</a>`;
}

function webAddress(url: string): string | undefined {
  if (url.length > 2000 || !URL.canParse(url)) return undefined;
  const { protocol, username, password, href } = new URL(url);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' ? href : undefined;
}

/** Parts are encoded one by one, so that none can be a scheme, a query or a way upwards. */
function filePath(path: string): string | undefined {
  const parts = path.split('/');
  const isPlain = parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}\p{Cs}]/u.test(part),
  );
  return isPlain && path.length <= 1000 ? `./${parts.map(encodeURIComponent).join('/')}` : undefined;
}
