/** What a build tells. */
export interface Built {
  /** The app's file or the page's folder, absolute. */
  readonly path: string;
  /** For a program. */
  readonly json: unknown;
  /** For a person: lines. */
  readonly text: string;
}
