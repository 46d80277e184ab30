import type { TextKey } from '../i18n';

/** The result of one check. The text says what is right, or what is wrong and how to fix it. */
export interface CheckResult {
	readonly ok: boolean;
	readonly text: TextKey;
	readonly parameters: Readonly<Record<string, string | number>>;
}

/** @returns the result of a check that found nothing wrong */
export function passed(text: TextKey, parameters: CheckResult['parameters'] = {}): CheckResult {
	return { ok: true, text, parameters };
}

/** @returns the result of a check that found something wrong */
export function failed(text: TextKey, parameters: CheckResult['parameters'] = {}): CheckResult {
	return { ok: false, text, parameters };
}
