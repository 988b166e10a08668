import { registeredAudits } from '../audits/registry.js';
import { AuditError } from '../errors.js';
import type { Result } from '../result/schema.js';
import { didYouMean } from './similar.js';

/** Makes sure that every accepted finding is one of an audit that there is. Throws AuditError `audit-unknown`. */
export async function checkAccepted(accepted: Result['accepted']): Promise<void> {
  if (accepted.length === 0) return;
  const known = (await registeredAudits()).map(({ id }) => id);
  const unknown = accepted.find(({ id }) => !known.includes(id));
  if (unknown === undefined) return;
  throw new AuditError(
    'audit-unknown',
    `"accepted" names the audit "${unknown.id}", which there is not.${didYouMean(unknown.id, known)}`,
  );
}
