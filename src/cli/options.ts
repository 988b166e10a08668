import { Option } from 'commander';
import { severities } from '../terms.js';

/** From which severity on a finding gives exit code 1; several commands have it. */
export function failOnOption(): Option {
  return new Option('--fail-on <severity>', 'findings from this severity on give exit code 1').choices([
    ...severities,
    'never',
  ]);
}
