import { Option } from 'commander';
import { severities } from '../terms.js';

/** From which severity on a finding gives exit code 1; several commands have it. */
export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'findings from this severity on give exit code 1').choices([
    ...severities,
    'never',
  ]);
}

/** An older result to compare with; several commands have it. */
export function baselineOption(): Option {
  return new Option(
    '--baseline <result>',
    'an older result; the reports tell what is new, fixed or still there',
  );
}
