/** What no engine reports, but an expert would: one entry, one rule, one page in `docs/diagnostics/`. */
import { type Finding, withFixes } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { placeOf } from '../places.ts';
import { hostnameIsNoName, nameOnDefaultBridge } from './names.ts';
import {
  aliasNeverResolvable,
  macvlanHostUnreachable,
  staticAddressInDynamicRange,
  subnetOverlapsLan,
  subnetOverlapsVpn,
  unusedNetwork,
} from './networks.ts';
import { listenOnLoopback, publishBypassesFirewall, publishOnInternalNetwork, publishOnMacvlan } from './ports.ts';
import { defaultRouteSurprise } from './routes.ts';
import { type HygieneRule, surveyOf } from './survey.ts';

/** Told together with the refusal that a wrong name leads to, where there is one. */
export const suspicions: readonly HygieneRule[] = [nameOnDefaultBridge, hostnameIsNoName];

/** Of no interest where something is wrong anyway. */
export const habits: readonly HygieneRule[] = [
  unusedNetwork,
  aliasNeverResolvable,
  defaultRouteSurprise,
  publishBypassesFirewall,
  publishOnInternalNetwork,
  publishOnMacvlan,
  listenOnLoopback,
  staticAddressInDynamicRange,
  subnetOverlapsLan,
  subnetOverlapsVpn,
  macvlanHostUnreachable,
];

export const suspicionFindings = suspicions.map(ruleOf);
export const habitFindings = habits.map(ruleOf);

/** What stands in an included file is told where that file is opened. */
function ruleOf({ code, severity, observe }: HygieneRule): Rule {
  return (subject) => {
    const findings: Finding[] = [];
    for (const observation of observe(surveyOf(subject))) {
      const { entry, span, message, related = [], unnecessary } = observation;
      if (entry.via) continue;
      const finding = {
        code,
        severity,
        message,
        ...placeOf(entry, span),
        related,
        ...(unnecessary && { unnecessary }),
      };
      findings.push(withFixes(finding, () => observation.fixes ?? []));
    }
    return findings;
  };
}
